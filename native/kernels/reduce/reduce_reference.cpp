// Layout: a matrix that is reduced over its rows. Algorithm: fold.h.
// Contract: floats are summed in double, so that a sum of any length is correct to about the last bit of a float; they
// are multiplied in their own type, where PyTorch's products overflow. The order depends on the shape only. Sums and
// products of int64 wrap.
#include "kernels/reduce/reduce.h"

#include <math.h>

#include "kernels/reduce/fold.h"

namespace convolt {
namespace {

template <class Running, class T, class Term, class Combine, class Finish>
void reduce(const ReduceParams<T>& p, Running initial, Term term, Combine combine, Finish finish) {
  Running running[kFoldBlock];
  for (int64_t begin = 0; begin < p.columns; begin += kFoldBlock) {
    const int64_t columns = p.columns - begin < kFoldBlock ? p.columns - begin : kFoldBlock;
    // A last block of one column is not read as a run: with several columns the row stride exceeds 1.
    fold_block(
        p.x + begin, p.rows, p.row_stride, columns, initial, running, [term](T x, int64_t) { return term(x); },
        combine);
    for (int64_t c = 0; c < columns; ++c) p.y[begin + c] = finish(running[c]);
  }
}

template <class T>
void reduce_float(const ReduceParams<T>& p) {
  const auto value = [](double x) { return x; };
  const auto add = [](double a, double b) { return a + b; };
  const auto round = [](double sum) { return static_cast<T>(sum); };
  switch (p.function) {
    case ReduceFunction::kL1:
      return reduce(p, 0.0, [](double x) { return ::fabs(x); }, add, round);
    case ReduceFunction::kL2:
      return reduce(p, 0.0, [](double x) { return x * x; }, add, [](double sum) { return static_cast<T>(::sqrt(sum)); });
    case ReduceFunction::kMean: {
      const auto count = static_cast<double>(p.rows);
      return reduce(p, 0.0, value, add, [count](double sum) { return static_cast<T>(sum / count); });
    }
    case ReduceFunction::kProd:
      return reduce(p, T{1}, [](T x) { return x; }, [](T a, T b) { return a * b; }, [](T product) { return product; });
    default:
      return reduce(p, 0.0, value, add, round);
  }
}

}  // namespace

void reduce_float32(const ReduceParams<float>& params) { reduce_float(params); }
void reduce_float64(const ReduceParams<double>& params) { reduce_float(params); }

void reduce_int64(const ReduceParams<int64_t>& params) {
  const auto bits = [](int64_t x) { return static_cast<uint64_t>(x); };
  const auto integer = [](uint64_t x) { return static_cast<int64_t>(x); };
  if (params.function == ReduceFunction::kProd) {
    reduce(params, uint64_t{1}, bits, [](uint64_t a, uint64_t b) { return a * b; }, integer);
  } else {
    reduce(params, uint64_t{0}, bits, [](uint64_t a, uint64_t b) { return a + b; }, integer);
  }
}

void reduce_bool(const ReduceParams<uint8_t>& params) {
  const auto truth = [](uint8_t x) { return x != 0; };
  const auto byte = [](bool value) { return static_cast<uint8_t>(value); };
  if (params.function == ReduceFunction::kAll) {
    reduce(params, true, truth, [](bool a, bool b) { return a & b; }, byte);
  } else {
    reduce(params, false, truth, [](bool a, bool b) { return a | b; }, byte);
  }
}

}  // namespace convolt
