// Layout: a matrix. Algorithm: blocks of 64 columns keep their running values while the rows go by.
// Contract: floats run in double, as PyTorch's; integers wrap.
#include "kernels/scan/scan.h"

namespace convolt {
namespace {

constexpr int64_t kBlock = 64;

template <class Running, class T, class Combine>
void scan(const ScanParams<T>& p, Running initial, Combine combine) {
  Running running[kBlock];
  for (int64_t begin = 0; begin < p.columns; begin += kBlock) {
    const int64_t columns = p.columns - begin < kBlock ? p.columns - begin : kBlock;
    for (int64_t c = 0; c < columns; ++c) running[c] = initial;
    for (int64_t r = 0; r < p.rows; ++r) {
      const T* x = p.x + r * p.row_stride + begin;
      T* y = p.y + r * p.row_stride + begin;
      for (int64_t c = 0; c < columns; ++c) {
        running[c] = combine(running[c], static_cast<Running>(x[c]));
        y[c] = static_cast<T>(running[c]);
      }
    }
  }
}

template <class Running, class T>
void scan(const ScanParams<T>& params) {
  if (params.function == ScanFunction::kProd) {
    scan(params, Running{1}, [](Running a, Running b) { return a * b; });
  } else {
    scan(params, Running{0}, [](Running a, Running b) { return a + b; });
  }
}

}  // namespace

void scan_float32(const ScanParams<float>& params) { scan<double>(params); }
void scan_float64(const ScanParams<double>& params) { scan<double>(params); }
void scan_int64(const ScanParams<int64_t>& params) { scan<uint64_t>(params); }

}  // namespace convolt
