// exp, log and what follows from them over the vector API: argument reduction and a minimax polynomial, as in the
// Cephes library. exp and log are at most 2 ulp from the exact value, sigmoid and tanh at most 4; NaN, infinities, zeros and subnormal numbers give what the C library gives. Every lane is
// computed by itself, so a value's bits do not depend on its neighbours.
// Include after simd/vec_<isa>.h.
#pragma once

#include <math.h>

namespace convolt {
namespace {

// ln 2 in two parts; the first has few enough bits that its product with an exponent is exact.
constexpr float kLn2High = 0.693359375f;
constexpr float kLn2Low = -2.12194440e-4f;

/// coefficients[0] * x^(count - 1) + … + coefficients[count - 1].
template <int count>
CONVOLT_INLINE Vec polynomial(Vec x, const float (&coefficients)[count]) {
  Vec sum = broadcast(coefficients[0]);
  for (int i = 1; i < count; ++i) sum = fma(sum, x, broadcast(coefficients[i]));
  return sum;
}

/// e^x: x = n ln 2 + r with |r| <= ln 2 / 2, then 2^n e^r.
CONVOLT_INLINE Vec exp(Vec x) {
  // e^-104 rounds to 0 and e^89 overflows. NaN fails both comparisons, and is put back at the end.
  const Vec low = broadcast(-104.0f), high = broadcast(89.0f);
  const Vec clamped = select(less(low, x), select(less(x, high), x, high), low);
  const Vec n = round_even(mul(clamped, broadcast(1.44269504f)));
  const Vec r = fma(n, broadcast(-kLn2Low), fma(n, broadcast(-kLn2High), clamped));
  constexpr float kCoefficients[] = {1.9875691500e-4f, 1.3981999507e-3f, 8.3334519073e-3f,
                                     4.1665795894e-2f, 1.6666665459e-1f, 5.0000001201e-1f};
  const Vec e_r = add(fma(polynomial(r, kCoefficients), mul(r, r), r), broadcast(1.0f));
  // 2^n in two factors: n itself may lie outside the exponents of normal numbers.
  const Vec half = round_even(mul(n, broadcast(0.5f)));
  const Vec y = mul(mul(e_r, exp2_integer(half)), exp2_integer(sub(n, half)));
  return select(is_nan(x), x, y);
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

/// 1 / (1 + e^-x).
CONVOLT_INLINE Vec sigmoid(Vec x) {
  const Vec one = broadcast(1.0f);
  return div(one, add(one, exp(mul(x, broadcast(-1.0f)))));
}

/// tanh x: 1 - 2 / (e^2|x| + 1) with the sign of x, and an odd polynomial near 0, where that would cancel.
CONVOLT_INLINE Vec tanh(Vec x) {
  const Vec one = broadcast(1.0f), size = abs(x);
  const Vec large = sub(one, div(broadcast(2.0f), add(exp(add(size, size)), one)));
  const Vec signed_large = select(less(x, zero()), sub(zero(), large), large);
  constexpr float kCoefficients[] = {-5.70498872745e-3f, 2.06390887954e-2f, -5.37397155531e-2f, 1.33314422036e-1f,
                                     -3.33332819422e-1f};
  const Vec x2 = mul(x, x);
  const Vec small = fma(mul(x, x2), polynomial(x2, kCoefficients), x);
  return select(less(size, broadcast(0.625f)), small, signed_large);
}

}  // namespace
}  // namespace convolt
