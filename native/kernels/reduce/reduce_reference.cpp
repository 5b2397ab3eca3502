// Layout: a matrix that is reduced over its rows.
// Algorithm: blocks of 64 columns keep their running values in registers and the first-level cache while the rows go
// by. A single column whose rows lie in order is read as 16 interleaved columns, which are joined at the end.
// Contract: floats are summed in double, so that a sum of any length is correct to about the last bit of a float; the
// order depends on the shape only. Sums of int64 wrap.
#include "kernels/reduce/reduce.h"

namespace convolt {
namespace {

constexpr int64_t kBlock = 64;
constexpr int64_t kInterleaved = 16;

/// running[c] = combine(running[c], x[r, c]) for all rows.
template <class T, class Running, class Combine>
void fold(const T* x, int64_t rows, int64_t row_stride, int64_t columns, Running* running, Combine combine) {
  for (int64_t r = 0; r < rows; ++r) {
    const T* row = x + r * row_stride;
    for (int64_t c = 0; c < columns; ++c) running[c] = combine(running[c], static_cast<Running>(row[c]));
  }
}

template <class Running, class T, class Combine, class Finish>
void reduce(const ReduceParams<T>& p, Running initial, Combine combine, Finish finish) {
  Running running[kBlock];
  if (p.columns == 1 && p.row_stride == 1) {
    for (int64_t i = 0; i < kInterleaved; ++i) running[i] = initial;
    const int64_t groups = p.rows / kInterleaved, rest = groups * kInterleaved;
    fold(p.x, groups, kInterleaved, kInterleaved, running, combine);
    fold(p.x + rest, 1, 0, p.rows - rest, running, combine);
    for (int64_t width = kInterleaved / 2; width > 0; width /= 2) {
      for (int64_t i = 0; i < width; ++i) running[i] = combine(running[i], running[i + width]);
    }
    p.y[0] = finish(running[0]);
    return;
  }
  for (int64_t begin = 0; begin < p.columns; begin += kBlock) {
    const int64_t columns = p.columns - begin < kBlock ? p.columns - begin : kBlock;
    for (int64_t c = 0; c < columns; ++c) running[c] = initial;
    fold(p.x + begin, p.rows, p.row_stride, columns, running, combine);
    for (int64_t c = 0; c < columns; ++c) p.y[begin + c] = finish(running[c]);
  }
}

template <class T>
void reduce_float(const ReduceParams<T>& p) {
  const auto add = [](double a, double b) { return a + b; };
  if (p.function == ReduceFunction::kMean) {
    const auto count = static_cast<double>(p.rows);
    reduce(p, 0.0, add, [count](double sum) { return static_cast<T>(sum / count); });
  } else {
    reduce(p, 0.0, add, [](double sum) { return static_cast<T>(sum); });
  }
}

}  // namespace

void reduce_float32(const ReduceParams<float>& params) { reduce_float(params); }
void reduce_float64(const ReduceParams<double>& params) { reduce_float(params); }

void reduce_int64(const ReduceParams<int64_t>& params) {
  reduce(
      params, uint64_t{0}, [](uint64_t a, uint64_t b) { return a + b; },
      [](uint64_t sum) { return static_cast<int64_t>(sum); });
}

void reduce_bool(const ReduceParams<uint8_t>& params) {
  const auto truth = [](bool value) { return static_cast<uint8_t>(value); };
  if (params.function == ReduceFunction::kAll) {
    reduce(params, true, [](bool a, bool b) { return a & b; }, truth);
  } else {
    reduce(params, false, [](bool a, bool b) { return a | b; }, truth);
  }
}

}  // namespace convolt
