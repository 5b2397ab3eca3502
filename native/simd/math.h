// exp, log and what follows from them over the vector API: argument reduction and a minimax polynomial, as in the
// Cephes library. exp and log are at most 2 ulp from the exact value, the others at most 4; NaN, infinities, zeros and
// subnormal numbers give what the C library gives. Every lane is computed by itself, so a value's bits do not depend on
// its neighbours.
// Include after simd/vec_<isa>.h.
#pragma once

#include <math.h>

#include "simd/vecs.h"

namespace convolt {
namespace {

// ln 2 in two parts; the first has few enough bits that its product with an exponent is exact.
constexpr float kLn2High = 0.693359375f;
constexpr float kLn2Low = -2.12194440e-4f;

/// coefficients[0] * x^(count - 1) + … + coefficients[count - 1].
template <class V, int count>
CONVOLT_INLINE V polynomial(const V& x, const float (&coefficients)[count]) {
  V sum = fma(broadcast(coefficients[0]), x, broadcast(coefficients[1]));
  CONVOLT_UNROLL
  for (int i = 2; i < count; ++i) sum = fma(sum, x, broadcast(coefficients[i]));
  return sum;
}

/// e^x in parts: x is n ln 2 + r with |r| <= ln 2 / 2. The polynomial was fitted for the least error relative to e^r,
/// 4e-9. NaN makes `expm1_r` NaN, and with it whatever is made of it.
template <class V>
struct ExpParts {
  V expm1_r;  // e^r - 1
  V n;
  V half_scale;  // 2^(n - 1), where n lies in [-125, 128]
};

/// 1.5 * 2^23, the sum of which and a number ends in the bits of the nearest integer, and the exponent of 1/2.
constexpr float kRounding = 12582912.0f + 126.0f;

template <class V>
CONVOLT_INLINE ExpParts<V> exp_parts(const V& x) {
  const V rounded = fma(x, broadcast(1.44269504f), broadcast(kRounding));
  const V n = sub(rounded, broadcast(kRounding));
  const V r = fma(n, broadcast(-kLn2Low), fma(n, broadcast(-kLn2High), x));
  constexpr float kCoefficients[] = {1.3814540580e-3f, 8.3687454462e-3f, 4.1668388993e-2f, 1.6666521132e-1f,
                                     4.9999994040e-1f};
  return {fma(polynomial(r, kCoefficients), mul(r, r), r), n, shift_to_exponent(rounded)};
}

/// n in two, neither of which lies outside the exponents of normal numbers where n does.
CONVOLT_INLINE void halve(Vec n, Vec& half, Vec& other) {
  half = round_even(mul(n, broadcast(0.5f)));
  other = sub(n, half);
}

/// e^x = 2^n e^r. e^-104 rounds to 0 and e^89 overflows.
CONVOLT_INLINE Vec exp(Vec x) {
  const ExpParts<Vec> parts = exp_parts(clamp(x, broadcast(-104.0f), broadcast(89.0f)));
  Vec half, other;
  halve(parts.n, half, other);
  const Vec scale = exp2_integer(half);
  return mul(fma(scale, parts.expm1_r, scale), exp2_integer(other));
}

/// e^x for -86 <= x <= 88, where it is a normal number.
CONVOLT_INLINE Vec exp_normal(Vec x) {
  const ExpParts<Vec> parts = exp_parts(x);
  const Vec scale = add(parts.half_scale, parts.half_scale);
  return fma(scale, parts.expm1_r, scale);
}

/// 1 + e^x. Below e^-80 nothing is left of e^x, and 2^(n-1) is a normal number; twice that overflows where e^x does.
template <class V>
CONVOLT_INLINE V one_plus_exp(const V& x) {
  const ExpParts<V> parts = exp_parts(clamp(x, broadcast(-80.0f), broadcast(89.0f)));
  return fma(fma(parts.half_scale, parts.expm1_r, parts.half_scale), broadcast(2.0f), broadcast(1.0f));
}

/// e^x - 1 = 2^n (e^r - 1) + 2^n - 1, where 1 is taken off between the two factors of 2^n. e^-30 - 1 rounds to -1.
CONVOLT_INLINE Vec expm1(Vec x) {
  const ExpParts<Vec> parts = exp_parts(clamp(x, broadcast(-30.0f), broadcast(89.0f)));
  Vec half, other;
  halve(parts.n, half, other);
  const Vec scale = exp2_integer(half);
  const Vec one = exp2_integer(sub(zero(), other));  // 1 before it is multiplied by the other factor
  return mul(fma(scale, parts.expm1_r, sub(scale, one)), exp2_integer(other));
}

/// ln x: x = 2^e (1 + f) with sqrt(1/2) <= 1 + f < sqrt(2), then e ln 2 + ln(1 + f).
CONVOLT_INLINE Vec log(Vec x) {
  const Vec one = broadcast(1.0f), infinity = broadcast(INFINITY);
  const Mask subnormal = less(x, broadcast(1.17549435e-38f));
  const Vec normal = select(subnormal, mul(x, broadcast(8388608.0f)), x);  // times 2^23
  const Vec s = significand(normal);
  const Mask upper = less(broadcast(1.41421356f), s);
  const Vec f = sub(select(upper, mul(s, broadcast(0.5f)), s), one);
  Vec e = sub(exponent(normal), select(subnormal, broadcast(23.0f), zero()));
  e = add(e, select(upper, one, zero()));
  constexpr float kCoefficients[] = {7.0376836292e-2f,  -1.1514610310e-1f, 1.1676998740e-1f,
                                     -1.2420140846e-1f, 1.4249322787e-1f,  -1.6668057665e-1f,
                                     2.0000714765e-1f,  -2.4999993993e-1f, 3.3333331174e-1f};
  const Vec f2 = mul(f, f);
  Vec tail = mul(mul(f, f2), polynomial(f, kCoefficients));
  tail = fma(e, broadcast(kLn2Low), tail);
  tail = fma(f2, broadcast(-0.5f), tail);
  Vec y = fma(e, broadcast(kLn2High), add(f, tail));
  // What the bits of 0, infinity, NaN and negative numbers led to is replaced.
  y = select(equal(x, zero()), broadcast(-INFINITY), y);
  y = select(equal(x, infinity), infinity, y);
  return select(less(x, zero()), broadcast(NAN), select(is_nan(x), x, y));
}

/// ln(1 + x) for 0 <= x <= 1: ln u x / (u - 1) with u = 1 + x rounded, where the last factor makes good the rounding.
CONVOLT_INLINE Vec log1p(Vec x) {
  const Vec one = broadcast(1.0f);
  const Vec u = add(one, x);
  return select(equal(u, one), x, mul(log(u), div(x, sub(u, one))));
}

/// 1 / (1 + e^-x).
template <class V>
CONVOLT_INLINE V sigmoid(const V& x) {
  return div(broadcast(1.0f), one_plus_exp(sub(zero(), x)));
}

/// tanh x: 1 - 2 / (e^2|x| + 1) with the sign of x, and an odd polynomial near 0, where that would cancel.
CONVOLT_INLINE Vec tanh(Vec x) {
  const Vec one = broadcast(1.0f), size = abs(x);
  const Vec large = sub(one, div(broadcast(2.0f), one_plus_exp(add(size, size))));
  const Vec signed_large = select(less(x, zero()), sub(zero(), large), large);
  constexpr float kCoefficients[] = {-5.70498872745e-3f, 2.06390887954e-2f, -5.37397155531e-2f, 1.33314422036e-1f,
                                     -3.33332819422e-1f};
  const Vec x2 = mul(x, x);
  const Vec small = fma(mul(x, x2), polynomial(x2, kCoefficients), x);
  return select(less(size, broadcast(0.625f)), small, signed_large);
}

/// erf x, the integral of 2 / sqrt(pi) e^-t^2 from 0 to x: x P(x^2) near 0, 1 - e^(|x| Q(|x|)) with the sign of x beyond.
/// The polynomials were fitted to the C library's erf and erfc, for the least error relative to erf; erf 4 rounds to 1.
CONVOLT_INLINE Vec erf(Vec x) {
  const Vec size = abs(x);
  constexpr float kSmall[] = {-5.91956079e-4f, 4.97916527e-3f, -2.67570652e-2f,
                              1.12815537e-1f,  -3.76124680e-1f, 1.28379151e-1f};
  const Vec small = fma(polynomial(mul(x, x), kSmall), x, x);
  constexpr float kLarge[] = {-1.21506182e-5f, 3.31989344e-4f,  -3.67973559e-3f, 2.38407422e-2f,
                              -1.06328025e-1f, -6.35096312e-1f, -1.12866199f};
  const Vec bounded = clamp(size, zero(), broadcast(4.0f));
  const Vec large = sub(broadcast(1.0f), exp_normal(mul(bounded, polynomial(bounded, kLarge))));
  const Vec signed_large = select(less(x, zero()), sub(zero(), large), large);
  return select(less(size, broadcast(0.9375f)), small, signed_large);
}

}  // namespace
}  // namespace convolt
