// Activation functions, and which one a kernel applies to each output element before it stores it.
#pragma once

#include <stdint.h>

namespace convolt {

/// A new one is a line here, in kernels/activation/activation_reference.cpp, in kernels/activation/functions.h, in
/// plan/activation.cpp (its name and those of its parameters a and b), and in plan/op_list.cpp.
enum class ActivationFunction : uint8_t {
  kIdentity,
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
  kRelu,         // max(x, 0); NaN stays NaN
  kSelu,         // elu with constants of its own
  kSigmoid,      // 1 / (1 + e^-x)
  kSilu,         // x / (1 + e^-x)
  kSoftplus,     // a x > b ? x : ln(1 + e^(a x)) / a
  kSoftshrink,   // x - a above a, x + a below -a, else 0, for NaN too
  kSoftsign,     // x / (1 + |x|)
  kTanh,
  kThreshold,  // x <= a ? b : x
};

/// What ends an op of another kind, such as a convolution.
struct Activation {
  ActivationFunction function;
  float a, b;
};

}  // namespace convolt
