// Layout: a matrix that is reduced over its rows. Algorithm: two passes of kernels/reduce/fold.h over each block of
// columns, the mean first, so that nothing cancels where the mean is large.
// Contract: sums in double, correct to about the last bit of a float; their order depends on the shape only.
#include "kernels/moments/moments.h"

#include <math.h>

#include "kernels/reduce/fold.h"

namespace convolt {
namespace {

template <class T>
void moments(const MomentsParams<T>& p) {
  const auto add = [](double a, double b) { return a + b; };
  const auto rows = static_cast<double>(p.rows);
  const double divisor = rows > p.correction ? rows - p.correction : 0.0;
  for (int64_t begin = 0; begin < p.columns; begin += kFoldBlock) {
    const int64_t columns = p.columns - begin < kFoldBlock ? p.columns - begin : kFoldBlock;
    const T* x = p.x + begin;
    double mean[kFoldBlock], squares[kFoldBlock];
    fold_block(
        x, p.rows, p.row_stride, columns, 0.0, mean, [](T value, int64_t) { return static_cast<double>(value); }, add);
    for (int64_t c = 0; c < columns; ++c) mean[c] /= rows;
    const auto square = [&mean](T value, int64_t c) {
      const double difference = static_cast<double>(value) - mean[c];
      return difference * difference;
    };
    fold_block(x, p.rows, p.row_stride, columns, 0.0, squares, square, add);
    for (int64_t c = 0; c < columns; ++c) {
      const double variance = squares[c] / divisor;
      p.variance[begin + c] = static_cast<T>(p.root ? ::sqrt(variance) : variance);
      p.mean[begin + c] = static_cast<T>(mean[c]);
    }
  }
}

}  // namespace

void moments_float32(const MomentsParams<float>& params) { moments(params); }
void moments_float64(const MomentsParams<double>& params) { moments(params); }

}  // namespace convolt
