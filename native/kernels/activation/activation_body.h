// Layout: two flat runs of floats. Algorithm: one vector at a time, the last one partial.
// Contract: the functions without exp are a few roundings from the exact value, the others a few ulp (simd/math.h);
// gelu is a few ulp of x. Each is finite wherever its value is.
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/activation/activation.h"
#include "simd/math.h"

namespace convolt {
namespace {

template <class Function>
CONVOLT_INLINE void map(const ActivationParams<float>& params, Function function) {
  int64_t i = 0;
  for (; i + kLanes <= params.count; i += kLanes) store(params.y + i, function(load(params.x + i)));
  const int rest = static_cast<int>(params.count - i);
  if (rest > 0) store_partial(params.y + i, function(load_partial(params.x + i, rest)), rest);
}

CONVOLT_INLINE Vec clamp(Vec x, Vec low, Vec high) { return minimum(maximum(x, low), high); }

CONVOLT_INLINE Vec hardsigmoid(Vec x) {
  const Vec six = broadcast(6.0f);
  return div(clamp(add(x, broadcast(3.0f)), zero(), six), six);
}

CONVOLT_INLINE Vec gelu(Vec x) {
  const Vec half = broadcast(0.5f);
  return mul(x, fma(half, erf(mul(x, broadcast(0.707106781f))), half));
}

/// (1 + tanh u) / 2 is sigmoid(2 u).
CONVOLT_INLINE Vec gelu_tanh(Vec x) {
  const Vec factor = fma(mul(x, x), broadcast(0.044715f * 1.59576912f), broadcast(1.59576912f));
  return mul(x, sigmoid(mul(x, factor)));
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

CONVOLT_INLINE void activation_body(const ActivationParams<float>& params) {
  const Vec a = broadcast(params.a), b = broadcast(params.b);
  switch (params.function) {
    case ActivationFunction::kElu:
      return map(params, [a, b](Vec x) { return select(less(zero(), x), x, mul(a, expm1(mul(b, x)))); });
    case ActivationFunction::kGelu:
      return map(params, [](Vec x) { return gelu(x); });
    case ActivationFunction::kGeluTanh:
      return map(params, [](Vec x) { return gelu_tanh(x); });
    case ActivationFunction::kHardshrink:
      return map(params, [a](Vec x) { return select(less(a, abs(x)), x, select(is_nan(x), x, zero())); });
    case ActivationFunction::kHardsigmoid:
      return map(params, [](Vec x) { return hardsigmoid(x); });
    case ActivationFunction::kHardswish:
      return map(params, [](Vec x) { return mul(x, hardsigmoid(x)); });
    case ActivationFunction::kHardtanh:
      return map(params, [a, b](Vec x) { return clamp(x, a, b); });
    case ActivationFunction::kLeakyRelu:
      return map(params, [a](Vec x) { return select(less(zero(), x), x, mul(a, x)); });
    case ActivationFunction::kLogsigmoid:
      return map(params, [](Vec x) { return sub(minimum(x, zero()), soft_part(x)); });
    case ActivationFunction::kMish:
      return map(params, [](Vec x) { return mish(x); });
    case ActivationFunction::kSelu:
      return map(params, [](Vec x) {
        const Vec scale = broadcast(static_cast<float>(kSeluScale));
        const Vec negative = broadcast(static_cast<float>(kSeluScale * kSeluAlpha));
        return select(less(zero(), x), mul(scale, x), mul(negative, expm1(x)));
      });
    case ActivationFunction::kSilu:
      return map(params, [](Vec x) { return mul(x, sigmoid(x)); });
    case ActivationFunction::kSoftplus:
      return map(params, [a, b](Vec x) {
        const Vec scaled = mul(a, x);
        return select(less(b, scaled), x, div(add(maximum(scaled, zero()), soft_part(scaled)), a));
      });
    case ActivationFunction::kSoftshrink:
      return map(params, [a](Vec x) {
        const Vec below = select(less(x, sub(zero(), a)), add(x, a), zero());
        return select(less(a, x), sub(x, a), below);
      });
    case ActivationFunction::kSoftsign:
      return map(params, [](Vec x) { return div(x, add(broadcast(1.0f), abs(x))); });
    case ActivationFunction::kThreshold:
      return map(params, [a, b](Vec x) { return select(less(a, x), x, select(is_nan(x), x, b)); });
  }
}

}  // namespace
}  // namespace convolt
