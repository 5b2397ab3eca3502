#include <math.h>

#include "kernels/activation/activation.h"

namespace convolt {
namespace {

double clamp(double x, double low, double high) {
  const double bounded = x < low ? low : x;
  return bounded > high ? high : bounded;
}

double softplus(double x) { return (x > 0.0 ? x : 0.0) + ::log1p(::exp(-::fabs(x))); }

double evaluate(ActivationFunction function, double a, double b, double x) {
  switch (function) {
    case ActivationFunction::kIdentity:
      return x;
    case ActivationFunction::kElu:
      return x > 0.0 ? x : a * ::expm1(b * x);
    case ActivationFunction::kGelu:
      return x * (0.5 + 0.5 * ::erf(x * 0.70710678118654752440));
    case ActivationFunction::kGeluTanh:
      return x / (1.0 + ::exp(-1.5957691216057307117 * x * (1.0 + 0.044715 * x * x)));
    case ActivationFunction::kHardshrink:
      return x >= -a && x <= a ? 0.0 : x;
    case ActivationFunction::kHardsigmoid:
      return clamp(x + 3.0, 0.0, 6.0) / 6.0;
    case ActivationFunction::kHardswish:
      return x * (clamp(x + 3.0, 0.0, 6.0) / 6.0);
    case ActivationFunction::kHardtanh:
      return clamp(x, a, b);
    case ActivationFunction::kLeakyRelu:
      return x > 0.0 ? x : a * x;
    case ActivationFunction::kLogsigmoid:
      return x != x ? x : -softplus(-x);
    case ActivationFunction::kMish:
      return x * ::tanh(softplus(x));
    case ActivationFunction::kRelu:
      return x < 0.0 ? 0.0 : x;
    case ActivationFunction::kSelu:
      return kSeluScale * (x > 0.0 ? x : kSeluAlpha * ::expm1(x));
    case ActivationFunction::kSigmoid:
      return 1.0 / (1.0 + ::exp(-x));
    case ActivationFunction::kSilu:
      return x / (1.0 + ::exp(-x));
    case ActivationFunction::kSoftplus:
      return a * x > b ? x : softplus(a * x) / a;
    case ActivationFunction::kSoftshrink:
      return x > a ? x - a : x < -a ? x + a : 0.0;
    case ActivationFunction::kSoftsign:
      return x / (1.0 + ::fabs(x));
    case ActivationFunction::kTanh:
      return ::tanh(x);
    case ActivationFunction::kThreshold:
      return x <= a ? b : x;
  }
  return x;
}

float evaluate(ActivationFunction function, float a, float b, float x) {
  return static_cast<float>(
      evaluate(function, static_cast<double>(a), static_cast<double>(b), static_cast<double>(x)));
}

int64_t evaluate(ActivationFunction function, int64_t a, int64_t b, int64_t x) {
  if (function == ActivationFunction::kRelu) return x < 0 ? 0 : x;
  if (function == ActivationFunction::kThreshold) return x <= a ? b : x;
  const int64_t bounded = x < a ? a : x;
  return bounded > b ? b : bounded;
}

template <class T>
void evaluate_all(const ActivationParams<T>& p) {
  for (int64_t i = 0; i < p.count; ++i) p.y[i] = evaluate(p.function, p.a, p.b, p.x[i]);
}

}  // namespace

double activation_value(const Activation& activation, double x) {
  return evaluate(activation.function, static_cast<double>(activation.a), static_cast<double>(activation.b), x);
}

void activation_reference(const ActivationParams<float>& params) { evaluate_all(params); }
void activation_float64(const ActivationParams<double>& params) { evaluate_all(params); }
void activation_int64(const ActivationParams<int64_t>& params) { evaluate_all(params); }

}  // namespace convolt
