#include <math.h>

#include "kernels/unary/unary.h"

namespace convolt {
namespace {

double evaluate(UnaryFunction function, double x) {
  switch (function) {
    case UnaryFunction::kAbs:
      return ::fabs(x);
    case UnaryFunction::kCeil:
      return ::ceil(x);
    case UnaryFunction::kCos:
      return ::cos(x);
    case UnaryFunction::kExp:
      return ::exp(x);
    case UnaryFunction::kExp2:
      return ::exp2(x);
    case UnaryFunction::kExpm1:
      return ::expm1(x);
    case UnaryFunction::kFloor:
      return ::floor(x);
    case UnaryFunction::kLog:
      return ::log(x);
    case UnaryFunction::kLog10:
      return ::log10(x);
    case UnaryFunction::kLog1p:
      return ::log1p(x);
    case UnaryFunction::kLog2:
      return ::log2(x);
    case UnaryFunction::kNeg:
      return -x;
    case UnaryFunction::kReciprocal:
      return 1.0 / x;
    case UnaryFunction::kRound:
      return ::nearbyint(x);
    case UnaryFunction::kRsqrt:
      return 1.0 / ::sqrt(x);
    case UnaryFunction::kSign:
      return static_cast<double>((x > 0.0) - (x < 0.0));
    case UnaryFunction::kSin:
      return ::sin(x);
    case UnaryFunction::kSqrt:
      return ::sqrt(x);
    case UnaryFunction::kTrunc:
      return ::trunc(x);
  }
  return x;
}

float evaluate(UnaryFunction function, float x) {
  return static_cast<float>(evaluate(function, static_cast<double>(x)));
}

int64_t evaluate(UnaryFunction function, int64_t x) {
  const auto negative = static_cast<int64_t>(0 - static_cast<uint64_t>(x));
  switch (function) {
    case UnaryFunction::kAbs:
      return x < 0 ? negative : x;
    case UnaryFunction::kNeg:
      return negative;
    case UnaryFunction::kSign:
      return (x > 0) - (x < 0);
    default:
      return x;
  }
}

template <class T>
void evaluate_all(const UnaryParams<T>& params) {
  for (int64_t i = 0; i < params.count; ++i) params.y[i] = evaluate(params.function, params.x[i]);
}

}  // namespace

void unary_reference(const UnaryParams<float>& params) { evaluate_all(params); }
void unary_float64(const UnaryParams<double>& params) { evaluate_all(params); }
void unary_int64(const UnaryParams<int64_t>& params) { evaluate_all(params); }

}  // namespace convolt
