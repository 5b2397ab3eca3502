// The activation functions over the vector API: the one definition that the activation ops share with the kernels that
// end in an activation, so that both give the same bits.
//
// Contract: the functions without exp are a few roundings from the exact value, the others a few ulp (simd/math.h);
// gelu is a few ulp of x. Each is finite wherever its value is.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include "core/pod/activation.h"
#include "kernels/activation/activation.h"
#include "simd/math.h"

namespace convolt {
namespace {

/// Times 1/6 as a float, which takes 6 to 1 exactly: dividing would take as long as everything else together.
template <class V>
CONVOLT_INLINE V hardsigmoid(const V& x) {
  return mul(clamp(add(x, broadcast(3.0f)), zero(), broadcast(6.0f)), broadcast(1.0f / 6.0f));
}

/// x / (1 + e^-u) for u of the sign of x. Mobile networks have it behind every layer, so it takes fewer operations than
/// one_plus_exp: e^-u = 2^n e^-r with r = u + n ln 2 takes its 2^n in the multiply-add that adds 1, and a polynomial that was
/// fitted for the least error relative to e^-r, 8e-8. e^-u becomes infinite with 2^128, from u = -88.4 on, and the quotient 0,
/// which is 4e-37 off there.
template <class V>
CONVOLT_INLINE V divide_by_one_plus_exp(const V& x, const V& u) {
  const V bounded = clamp(u, broadcast(-89.0f), broadcast(80.0f));
  const V rounded = fma(bounded, broadcast(-1.44269504f), broadcast(kRounding + 1.0f));
  const V n = sub(rounded, broadcast(kRounding + 1.0f));
  const V r = fma(n, broadcast(kLn2Low), fma(n, broadcast(kLn2High), bounded));
  constexpr float kCoefficients[] = {-8.29761941e-3f, 4.19156291e-2f,  -1.66675761e-1f,
                                     4.99988914e-1f,  -9.99999702e-1f, 1.00000012f};
  return div(x, fma(polynomial(r, kCoefficients), shift_to_exponent(rounded), broadcast(1.0f)));
}

/// x / (1 + e^-x).
template <class V>
CONVOLT_INLINE V silu(const V& x) {
  return divide_by_one_plus_exp(x, x);
}

/// x Phi(x). Phi - 1/2 is x P(x^2) / Q(x^2), fitted on |x| <= 5.4 for the least absolute error, 2e-8. From there on, where
/// Phi is 3e-8 from 0 or 1, x alone grows, which leads past both within a few roundings.
template <class V>
CONVOLT_INLINE V gelu(const V& x) {
  constexpr float kP[] = {2.33867148e-8f, 6.36002414e-6f, 1.64322133e-4f,
                          4.65085404e-3f, 3.33722681e-2f, 3.98942232e-1f};
  constexpr float kQ[] = {1.21659070e-6f, 7.24003330e-5f, 1.85898389e-3f,
                          2.83787120e-2f, 2.50317961e-1f, 1.0f};
  const V square = clamp(mul(x, x), zero(), broadcast(5.4f * 5.4f));
  const V ratio = div(mul(x, polynomial(square, kP)), polynomial(square, kQ));
  return mul(x, clamp(add(ratio, broadcast(0.5f)), zero(), broadcast(1.0f)));
}

/// (1 + tanh u) / 2 is sigmoid(2 u).
template <class V>
CONVOLT_INLINE V gelu_tanh(const V& x) {
  const V factor = fma(mul(x, x), broadcast(0.044715f * 1.59576912f), broadcast(1.59576912f));
  return divide_by_one_plus_exp(x, mul(x, factor));
}

/// tanh(ln(1 + e)) is n / (n + 2) with n = e (e + 2), and 1 from e^20 on.
CONVOLT_INLINE Vec mish(Vec x) {
  const Vec two = broadcast(2.0f);
  const Vec e = exp(minimum(x, broadcast(20.0f)));
  const Vec n = mul(e, add(e, two));
  return mul(x, div(n, add(n, two)));
}

/// ln(1 + e^-|x|), which never overflows.
CONVOLT_INLINE Vec soft_part(Vec x) { return log1p(exp(sub(zero(), abs(x)))); }

/// Calls visit(f) with the function of one vector, and of Vecs where networks have it behind their layers: the choice is
/// made once, outside the caller's loops.
template <class Visit>
CONVOLT_INLINE void visit_activation(ActivationFunction function, Vec a, Vec b, const Visit& visit) {
  switch (function) {
    case ActivationFunction::kIdentity:
      return visit([](Vec x) { return x; });
    case ActivationFunction::kElu:
      return visit([a, b](Vec x) { return select(less(zero(), x), x, mul(a, expm1(mul(b, x)))); });
    case ActivationFunction::kGelu:
      return visit([](const auto& x) { return gelu(x); });
    case ActivationFunction::kGeluTanh:
      return visit([](const auto& x) { return gelu_tanh(x); });
    case ActivationFunction::kHardshrink:
      return visit([a](Vec x) { return select(less(a, abs(x)), x, select(is_nan(x), x, zero())); });
    case ActivationFunction::kHardsigmoid:
      return visit([](const auto& x) { return hardsigmoid(x); });
    case ActivationFunction::kHardswish:
      return visit([](const auto& x) { return mul(x, hardsigmoid(x)); });
    case ActivationFunction::kHardtanh:
      return visit([a, b](Vec x) { return clamp(x, a, b); });
    case ActivationFunction::kLeakyRelu:
      return visit([a](Vec x) { return select(less(zero(), x), x, mul(a, x)); });
    case ActivationFunction::kLogsigmoid:
      return visit([](Vec x) { return sub(minimum(x, zero()), soft_part(x)); });
    case ActivationFunction::kMish:
      return visit([](Vec x) { return mish(x); });
    case ActivationFunction::kRelu:
      // As kernels do it in registers (Ending), of which a negative zero shows the difference.
      return visit([](Vec x) { return clamp(x, zero(), broadcast(INFINITY)); });
    case ActivationFunction::kSelu:
      return visit([](Vec x) {
        const Vec scale = broadcast(static_cast<float>(kSeluScale));
        const Vec negative = broadcast(static_cast<float>(kSeluScale * kSeluAlpha));
        return select(less(zero(), x), mul(scale, x), mul(negative, expm1(x)));
      });
    case ActivationFunction::kSigmoid:
      return visit([](const auto& x) { return sigmoid(x); });
    case ActivationFunction::kSilu:
      return visit([](const auto& x) { return silu(x); });
    case ActivationFunction::kSoftplus:
      return visit([a, b](Vec x) {
        const Vec scaled = mul(a, x);
        return select(less(b, scaled), x, div(add(maximum(scaled, zero()), soft_part(scaled)), a));
      });
    case ActivationFunction::kSoftshrink:
      return visit([a](Vec x) {
        const Vec below = select(less(x, sub(zero(), a)), add(x, a), zero());
        return select(less(a, x), sub(x, a), below);
      });
    case ActivationFunction::kSoftsign:
      return visit([](Vec x) { return div(x, add(broadcast(1.0f), abs(x))); });
    case ActivationFunction::kTanh:
      return visit([](Vec x) { return tanh(x); });
    case ActivationFunction::kThreshold:
      return visit([a, b](Vec x) { return select(less(a, x), x, select(is_nan(x), x, b)); });
  }
}

/// y = f(x) for rows of floats, `stride` floats from one to the next in both; y may be x.
[[maybe_unused]] void activate_rows(const Activation& activation, const float* x, float* y, int64_t rows,
                                    int64_t columns, int64_t stride) {
  visit_activation(activation.function, broadcast(activation.a), broadcast(activation.b), [=](auto f) {
    for (int64_t row = 0; row < rows; ++row) {
      const float* from = x + row * stride;
      float* to = y + row * stride;
      int64_t i = 0;
      for (; i + kVecs * kLanes <= columns; i += kVecs * kLanes) store(to + i, apply(f, load_vecs(from + i), 0));
      for (; i + kLanes <= columns; i += kLanes) store(to + i, f(load(from + i)));
      const int rest = static_cast<int>(columns - i);
      if (rest > 0) store_partial(to + i, f(load_partial(from + i, rest)), rest);
    }
  });
}

/// What a kernel does with its sums at the end. Functions that only bound them, ReLU above all, take two instructions
/// and are applied in registers; the code of the others exists once and runs over rows that were just stored.
struct Ending {
  bool bounds;
  bool curve;  // none of the two for the identity
  float low, high;
};

CONVOLT_INLINE Ending ending_of(const Activation& activation) {
  switch (activation.function) {
    case ActivationFunction::kIdentity:
      return {false, false, 0.0f, 0.0f};
    case ActivationFunction::kRelu:
      return {true, false, 0.0f, INFINITY};
    case ActivationFunction::kHardtanh:
      return {true, false, activation.a, activation.b};
    default:
      return {false, true, 0.0f, 0.0f};
  }
}

}  // namespace
}  // namespace convolt
