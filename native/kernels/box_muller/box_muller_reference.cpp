// The operations of box_muller_body.h, one pair at a time, with the C library's fma: also the variant of CPUs that have
// no fused multiply-add.
#include <math.h>

#include "kernels/box_muller/box_muller.h"
#include "kernels/random/fused_polynomial.h"

namespace convolt {
namespace {

float log_of(float x) {
  int exponent;
  float m = ::frexpf(x, &exponent);
  if (m < 0.707106781186547524f) {
    m *= 2.0f;
    --exponent;
  }
  const auto e = static_cast<float>(exponent);
  const float f = m - 1.0f, f2 = f * f;
  const float series = fused_polynomial(f, {7.0376836292e-2f, -1.1514610310e-1f, 1.1676998740e-1f, -1.2420140846e-1f,
                                      1.4249322787e-1f, -1.6668057665e-1f, 2.0000714765e-1f, -2.4999993993e-1f,
                                      3.3333331174e-1f});
  const float tail = ::fmaf(f2, -0.5f, ::fmaf(series * f, f2, e * -2.12194440e-4f));
  return ::fmaf(e, 0.693359375f, f + tail);
}

void sine_and_cosine(float x, float* sine, float* cosine) {
  const int quarters = (static_cast<int>(x * 1.27323954473516f) + 1) / 2;
  const auto octants = static_cast<float>(2 * quarters);
  float r = ::fmaf(octants, -0.78515625f, x);
  r = ::fmaf(octants, -2.4187564849853515625e-4f, r);
  r = ::fmaf(octants, -3.77489497744594108e-8f, r);
  const float r2 = r * r;
  const float c = fused_polynomial(r2, {2.443315711809948e-5f, -1.388731625493765e-3f, 4.166664568298827e-2f}) * r2;
  const float s = fused_polynomial(r2, {-1.9515295891e-4f, 8.3321608736e-3f, -1.6666654611e-1f}) * r2;
  const float near_cosine = ::fmaf(c, r2, -0.5f * r2) + 1.0f, near_sine = ::fmaf(s, r, r);
  switch (quarters % 4) {
    case 0:
      *sine = near_sine, *cosine = near_cosine;
      break;
    case 1:
      *sine = near_cosine, *cosine = -near_sine;
      break;
    case 2:
      *sine = -near_sine, *cosine = -near_cosine;
      break;
    default:
      *sine = -near_cosine, *cosine = near_sine;
  }
}

}  // namespace

void box_muller_reference(const BoxMullerParams& p) {
  for (int64_t block = 0; block < p.blocks; ++block) {
    float* y = p.y + block * kBoxMullerBlock;
    for (int i = 0; i < kBoxMullerBlock / 2; ++i) {
      const float radius = ::sqrtf(-2.0f * log_of(1.0f - y[i]));
      float sine, cosine;
      sine_and_cosine(6.28318530717958647692f * y[i + 8], &sine, &cosine);
      y[i] = ::fmaf(radius * cosine, p.std, p.mean);
      y[i + 8] = ::fmaf(radius * sine, p.std, p.mean);
    }
  }
}

}  // namespace convolt
