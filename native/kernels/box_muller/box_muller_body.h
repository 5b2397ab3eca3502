// Layout: blocks of 16 floats, the eight u1 before the eight u2.
//
// Algorithm: sqrt(-2 ln(1 - u1)) times cos and sin of 2 pi u2, times `std` plus `mean`; the cosines take the place of the
// u1, the sines that of the u2. log, sin and cos are the Cephes library's.
//
// Numerical contract: bit for bit what PyTorch's AVX2 code gives and what box_muller_reference gives, so the order of
// operations and what is fused is part of it. It needs a true fused multiply-add: there is no variant without. Include
// after simd/vec_<isa>.h.
#pragma once

#include "kernels/box_muller/box_muller.h"
#include "simd/math.h"

namespace convolt {
namespace {

/// ln x for 2^-24 <= x <= 1.
CONVOLT_INLINE Vec box_muller_log(Vec x) {
  const Vec one = broadcast(1.0f);
  const Vec half = mul(significand(x), broadcast(0.5f));
  const Mask lower = less(half, broadcast(0.707106781186547524f));
  const Vec e = add(exponent(x), select(lower, zero(), one));
  const Vec f = sub(select(lower, add(half, half), half), one), f2 = mul(f, f);
  constexpr float kCoefficients[] = {7.0376836292e-2f,  -1.1514610310e-1f, 1.1676998740e-1f,
                                     -1.2420140846e-1f, 1.4249322787e-1f,  -1.6668057665e-1f,
                                     2.0000714765e-1f,  -2.4999993993e-1f, 3.3333331174e-1f};
  const Vec series = mul(polynomial(f, kCoefficients), f);
  const Vec tail = fma(f2, broadcast(-0.5f), fma(series, f2, mul(e, broadcast(-2.12194440e-4f))));
  return fma(e, broadcast(0.693359375f), add(f, tail));
}

/// Rounds down a number of [0, 2^22).
CONVOLT_INLINE Vec round_down(Vec x) {
  const Vec nearest = round_even(x);
  return select(less(x, nearest), sub(nearest, broadcast(1.0f)), nearest);
}

/// Negates a in those lanes where |quarters - middle| is 1/2.
CONVOLT_INLINE Vec negate_beside(Vec quarters, float middle, Vec a) {
  const Mask beside = equal(abs(sub(quarters, broadcast(middle))), broadcast(0.5f));
  return select(beside, mul(a, broadcast(-1.0f)), a);
}

struct SineCosine {
  Vec sine, cosine;
};

/// For 0 <= x <= 2 pi.
CONVOLT_INLINE SineCosine box_muller_sine_cosine(Vec x) {
  const Vec octant = round_down(mul(x, broadcast(1.27323954473516f)));
  const Vec quarters = round_down(mul(add(octant, broadcast(1.0f)), broadcast(0.5f)));  // 0 to 4
  const Vec octants = add(quarters, quarters);
  Vec r = fma(octants, broadcast(-0.78515625f), x);
  r = fma(octants, broadcast(-2.4187564849853515625e-4f), r);
  r = fma(octants, broadcast(-3.77489497744594108e-8f), r);
  const Vec r2 = mul(r, r);
  constexpr float kCosine[] = {2.443315711809948e-5f, -1.388731625493765e-3f, 4.166664568298827e-2f};
  constexpr float kSine[] = {-1.9515295891e-4f, 8.3321608736e-3f, -1.6666654611e-1f};
  const Vec c = mul(polynomial(r2, kCosine), r2), s = mul(polynomial(r2, kSine), r2);
  const Vec near_cosine = add(fma(c, r2, mul(r2, broadcast(-0.5f))), broadcast(1.0f));
  const Vec near_sine = fma(s, r, r);
  const Mask odd = equal(abs(sub(quarters, broadcast(2.0f))), broadcast(1.0f));
  return {negate_beside(quarters, 2.5f, select(odd, near_cosine, near_sine)),
          negate_beside(quarters, 1.5f, select(odd, near_sine, near_cosine))};
}

CONVOLT_INLINE void box_muller_body(const BoxMullerParams& p) {
  constexpr int kHalf = kBoxMullerBlock / 2;
  static_assert(kHalf % kLanes == 0, "a vector holds u1 or u2, not both");
  const Vec mean = broadcast(p.mean), std = broadcast(p.std);
  for (float* y = p.y; y < p.y + p.blocks * kBoxMullerBlock; y += kBoxMullerBlock) {
    for (int i = 0; i < kHalf; i += kLanes) {
      const Vec u1 = sub(broadcast(1.0f), load(y + i)), u2 = load(y + i + kHalf);
      const Vec radius = sqrt(mul(broadcast(-2.0f), box_muller_log(u1)));
      const SineCosine angle = box_muller_sine_cosine(mul(broadcast(6.28318530717958647692f), u2));
      store(y + i, fma(mul(radius, angle.cosine), std, mean));
      store(y + i + kHalf, fma(mul(radius, angle.sine), std, mean));
    }
  }
}

}  // namespace
}  // namespace convolt
