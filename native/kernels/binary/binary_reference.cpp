#include "kernels/binary/binary.h"

#include <math.h>

namespace convolt {
namespace {

double evaluate(BinaryFunction function, double a, double b) {
  switch (function) {
    case BinaryFunction::kAdd:
      return a + b;
    case BinaryFunction::kDiv:
      return a / b;
    case BinaryFunction::kMaximum:
      return a != a || a > b ? a : b;
    case BinaryFunction::kMinimum:
      return a != a || a < b ? a : b;
    case BinaryFunction::kMul:
      return a * b;
    case BinaryFunction::kPow:
      return ::pow(a, b);
    case BinaryFunction::kSub:
      return a - b;
  }
  return a;
}

/// In double, of which every result here but a power rounds to float as if it had been computed there.
float evaluate(BinaryFunction function, float a, float b) {
  return static_cast<float>(evaluate(function, static_cast<double>(a), static_cast<double>(b)));
}

uint64_t power(uint64_t base, int64_t exponent) {
  if (exponent < 0) {
    if (base == 1) return 1;
    if (base + 1 == 0) return exponent % 2 == 0 ? 1 : base;
    return 0;
  }
  uint64_t result = 1;
  for (; exponent > 0; exponent /= 2, base *= base) {
    if (exponent % 2 == 1) result *= base;
  }
  return result;
}

int64_t evaluate(BinaryFunction function, int64_t a, int64_t b) {
  const auto x = static_cast<uint64_t>(a), y = static_cast<uint64_t>(b);
  switch (function) {
    case BinaryFunction::kAdd:
      return static_cast<int64_t>(x + y);
    case BinaryFunction::kMaximum:
      return a > b ? a : b;
    case BinaryFunction::kMinimum:
      return a < b ? a : b;
    case BinaryFunction::kMul:
      return static_cast<int64_t>(x * y);
    case BinaryFunction::kPow:
      return static_cast<int64_t>(power(x, b));
    case BinaryFunction::kSub:
      return static_cast<int64_t>(x - y);
    case BinaryFunction::kDiv:
      break;
  }
  return a;
}

template <class T>
void evaluate_all(const BinaryParams<T>& p) {
  for (int64_t i = 0; i < p.count; ++i) p.y[i] = evaluate(p.function, p.a[i * p.a_stride], p.b[i * p.b_stride]);
}

}  // namespace

void binary_reference(const BinaryParams<float>& params) { evaluate_all(params); }
void binary_float64(const BinaryParams<double>& params) { evaluate_all(params); }
void binary_int64(const BinaryParams<int64_t>& params) { evaluate_all(params); }

}  // namespace convolt
