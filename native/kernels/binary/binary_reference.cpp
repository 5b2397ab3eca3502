#include "kernels/binary/binary.h"

#include <math.h>

namespace convolt {
namespace {

double remainder(double a, double b) {
  const double rest = ::fmod(a, b);
  return rest != 0.0 && (rest < 0.0) != (b < 0.0) ? rest + b : rest;
}

/// By way of the rest, after whose subtraction the quotient is an integer but for rounding.
double floor_divide(double a, double b) {
  if (b == 0.0) return a / b;
  const double rest = ::fmod(a, b);
  const double truncated = (a - rest) / b;
  const double quotient = rest != 0.0 && (rest < 0.0) != (b < 0.0) ? truncated - 1.0 : truncated;
  return quotient == 0.0 ? ::copysign(0.0, a / b) : ::nearbyint(quotient);
}

double evaluate(BinaryFunction function, double a, double b) {
  switch (function) {
    case BinaryFunction::kAdd:
      return a + b;
    case BinaryFunction::kDiv:
      return a / b;
    case BinaryFunction::kFloorDivide:
      return floor_divide(a, b);
    case BinaryFunction::kMaximum:
      return a != a || a > b ? a : b;
    case BinaryFunction::kMinimum:
      return a != a || a < b ? a : b;
    case BinaryFunction::kMul:
      return a * b;
    case BinaryFunction::kPow:
      return ::pow(a, b);
    case BinaryFunction::kRemainder:
      return remainder(a, b);
    case BinaryFunction::kSub:
      return a - b;
    case BinaryFunction::kTruncDivide:
      break;
  }
  return a;
}

/// In double, of which every result here but a power or a remainder rounds to float as if it had been computed there.
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

int64_t truncated_quotient(int64_t a, int64_t b) {
  if (b == -1) return static_cast<int64_t>(0 - static_cast<uint64_t>(a));  // the smallest would overflow
  return b == 0 ? 0 : a / b;
}

int64_t remainder(int64_t a, int64_t b) {
  if (b == 0 || b == -1) return 0;
  const int64_t rest = a % b;
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

int64_t floor_divide(int64_t a, int64_t b) {
  const bool inexact_below_0 = b != 0 && b != -1 && a % b != 0 && (a < 0) != (b < 0);
  return truncated_quotient(a, b) - inexact_below_0;
}

int64_t evaluate(BinaryFunction function, int64_t a, int64_t b) {
  const auto x = static_cast<uint64_t>(a), y = static_cast<uint64_t>(b);
  switch (function) {
    case BinaryFunction::kAdd:
      return static_cast<int64_t>(x + y);
    case BinaryFunction::kFloorDivide:
      return floor_divide(a, b);
    case BinaryFunction::kMaximum:
      return a > b ? a : b;
    case BinaryFunction::kMinimum:
      return a < b ? a : b;
    case BinaryFunction::kMul:
      return static_cast<int64_t>(x * y);
    case BinaryFunction::kPow:
      return static_cast<int64_t>(power(x, b));
    case BinaryFunction::kRemainder:
      return remainder(a, b);
    case BinaryFunction::kSub:
      return static_cast<int64_t>(x - y);
    case BinaryFunction::kTruncDivide:
      return truncated_quotient(a, b);
    case BinaryFunction::kDiv:
      break;
  }
  return a;
}

template <class T>
void evaluate_all(const BinaryParams<T>& p) {
  for (int64_t row = 0; row < p.rows; ++row) {
    const T *a = p.a + row * p.a_row_stride, *b = p.b + row * p.b_row_stride;
    T* y = p.y + row * p.y_row_stride;
    for (int64_t i = 0; i < p.count; ++i) y[i] = evaluate(p.function, a[i * p.a_stride], b[i * p.b_stride]);
  }
}

}  // namespace

void binary_reference(const BinaryParams<float>& params) { evaluate_all(params); }
void binary_float64(const BinaryParams<double>& params) { evaluate_all(params); }
void binary_int64(const BinaryParams<int64_t>& params) { evaluate_all(params); }

}  // namespace convolt
