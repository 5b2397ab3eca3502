// y[i] = f(x[i]) over a contiguous run, for activation functions of up to two parameters.
#pragma once

#include <stdint.h>

namespace convolt {

/// A new one is a line here, in activation_reference.cpp, in activation_body.h, and in plan/op_list.cpp; its parameters
/// have their names in plan/ops/activation.cpp.
enum class ActivationFunction : uint8_t {
  kElu,          // x > 0 ? x : a (e^(b x) - 1)
  kGelu,         // x Phi(x), Phi the normal distribution
  kGeluTanh,     // the same with tanh in the place of erf
  kHardshrink,   // |x| > a ? x : 0; NaN stays NaN
  kHardsigmoid,  // clamp(x + 3, 0, 6) / 6
  kHardswish,    // x clamp(x + 3, 0, 6) / 6
  kHardtanh,     // clamp(x, a, b); b wins
  kLeakyRelu,    // x > 0 ? x : a x
  kLogsigmoid,   // -ln(1 + e^-x)
  kMish,         // x tanh(ln(1 + e^x))
  kSelu,         // elu with constants of its own
  kSilu,         // x / (1 + e^-x)
  kSoftplus,     // a x > b ? x : ln(1 + e^(a x)) / a
  kSoftshrink,   // x - a above a, x + a below -a, else 0, for NaN too
  kSoftsign,     // x / (1 + |x|)
  kThreshold,    // x <= a ? b : x
};

constexpr double kSeluAlpha = 1.6732632423543772848170429916717;
constexpr double kSeluScale = 1.0507009873554804934193349852946;

template <class T>
struct ActivationParams {
  ActivationFunction function;
  T a;
  T b;
  const T* x;
  T* y;  // may be x
  int64_t count;
};

template <class T>
using ActivationKernel = void (*)(const ActivationParams<T>&);

void activation_reference(const ActivationParams<float>&);
void activation_scalar(const ActivationParams<float>&);
void activation_sse2(const ActivationParams<float>&);
void activation_avx2(const ActivationParams<float>&);
void activation_avx512(const ActivationParams<float>&);
void activation_neon(const ActivationParams<float>&);

// These dtypes have no other variant. Integers have kHardtanh and kThreshold only.
void activation_float64(const ActivationParams<double>&);
void activation_int64(const ActivationParams<int64_t>&);

}  // namespace convolt
