// The vector API of vec_scalar.h over NEON (AArch64): 4 lanes.
#pragma once

#include <arm_neon.h>
#include <stdint.h>

#include "simd/inline.h"

namespace convolt {
namespace {

constexpr int kLanes = 4;
constexpr int kRegisters = 32;

struct Vec {
  float32x4_t v;
};

struct LaneMap {
  uint8x16_t bytes;
};

struct Mask {
  uint32x4_t m;
};

CONVOLT_INLINE Vec load(const float* p) { return {vld1q_f32(p)}; }
CONVOLT_INLINE void store(float* p, Vec a) { vst1q_f32(p, a.v); }
CONVOLT_INLINE Vec load_partial(const float* p, int count) {
  if (count == 4) return {vld1q_f32(p)};
  const float32x2_t low = count >= 2 ? vld1_f32(p) : vdup_n_f32(0.0f);
  if ((count & 1) == 0) return {vcombine_f32(low, vdup_n_f32(0.0f))};
  const float32x2_t last = vld1_lane_f32(p + count - 1, vdup_n_f32(0.0f), 0);
  return {count == 1 ? vcombine_f32(last, low) : vcombine_f32(low, last)};
}
CONVOLT_INLINE void store_partial(float* p, Vec a, int count) {
  if (count == 4) return vst1q_f32(p, a.v);
  if (count >= 2) vst1_f32(p, vget_low_f32(a.v));
  if (count == 1) vst1q_lane_f32(p, a.v, 0);
  if (count == 3) vst1q_lane_f32(p + 2, a.v, 2);
}
CONVOLT_INLINE Vec load_range(const float* p, int begin, int end) {
  float lanes[kLanes] = {};
  for (int i = begin; i < end; ++i) lanes[i] = p[i];
  return load(lanes);
}
CONVOLT_INLINE Vec load_strided(const float* p, int64_t stride) {
  float32x4_t v = vdupq_n_f32(p[0]);
  v = vld1q_lane_f32(p + stride, v, 1);
  v = vld1q_lane_f32(p + 2 * stride, v, 2);
  return {vld1q_lane_f32(p + 3 * stride, v, 3)};
}
CONVOLT_INLINE Vec load_even(const float* p) {
  const float32x4_t low = vld1q_f32(p), high = vld1q_f32(p + 3);
  return {vcombine_f32(vget_low_f32(vuzp1q_f32(low, low)), vget_low_f32(vuzp2q_f32(high, high)))};
}
CONVOLT_INLINE Vec load_even_range(const float* p, int begin, int end) {
  float lanes[kLanes] = {};
  for (int i = begin; i < end; ++i) lanes[i] = p[2 * i];
  return load(lanes);
}
// By the bytes of the lanes; those of -1 are out of the table's range, and tbx leaves what is there.
CONVOLT_INLINE LaneMap lane_map(const int32_t* lanes) {
  const uint32x4_t v = vreinterpretq_u32_s32(vld1q_s32(lanes));
  return {vreinterpretq_u8_u32(vmlaq_n_u32(vdupq_n_u32(0x03020100u), v, 0x04040404u))};
}
CONVOLT_INLINE Vec merge_lanes(Vec into, const float* p, LaneMap map) {
  const uint8x16_t table = vreinterpretq_u8_f32(vld1q_f32(p));
  return {vreinterpretq_f32_u8(vqtbx1q_u8(vreinterpretq_u8_f32(into.v), table, map.bytes))};
}
CONVOLT_INLINE Vec broadcast(float x) { return {vdupq_n_f32(x)}; }
CONVOLT_INLINE Vec zero() { return {vdupq_n_f32(0.0f)}; }

CONVOLT_INLINE Vec even_lanes(Vec lo, Vec hi) { return {vuzp1q_f32(lo.v, hi.v)}; }
CONVOLT_INLINE Vec odd_lanes(Vec lo, Vec hi) { return {vuzp2q_f32(lo.v, hi.v)}; }

CONVOLT_INLINE void transpose(Vec (&rows)[kLanes]) {
  const float32x4x2_t low = vtrnq_f32(rows[0].v, rows[1].v), high = vtrnq_f32(rows[2].v, rows[3].v);
  for (int i = 0; i < 2; ++i) {
    rows[i].v = vcombine_f32(vget_low_f32(low.val[i]), vget_low_f32(high.val[i]));
    rows[i + 2].v = vcombine_f32(vget_high_f32(low.val[i]), vget_high_f32(high.val[i]));
  }
}

CONVOLT_INLINE Vec add(Vec a, Vec b) { return {vaddq_f32(a.v, b.v)}; }
CONVOLT_INLINE Vec sub(Vec a, Vec b) { return {vsubq_f32(a.v, b.v)}; }
CONVOLT_INLINE Vec mul(Vec a, Vec b) { return {vmulq_f32(a.v, b.v)}; }
CONVOLT_INLINE Vec div(Vec a, Vec b) { return {vdivq_f32(a.v, b.v)}; }
CONVOLT_INLINE Vec fma(Vec a, Vec b, Vec c) { return {vfmaq_f32(c.v, a.v, b.v)}; }
CONVOLT_INLINE Vec sqrt(Vec a) { return {vsqrtq_f32(a.v)}; }
CONVOLT_INLINE Vec abs(Vec a) { return {vabsq_f32(a.v)}; }

CONVOLT_INLINE Mask first_lanes(int count) {
  const int32_t lanes[4] = {0, 1, 2, 3};
  return {vcgtq_s32(vdupq_n_s32(count), vld1q_s32(lanes))};
}
CONVOLT_INLINE Mask less(Vec a, Vec b) { return {vcltq_f32(a.v, b.v)}; }
CONVOLT_INLINE Mask equal(Vec a, Vec b) { return {vceqq_f32(a.v, b.v)}; }
CONVOLT_INLINE Mask is_nan(Vec a) { return {vmvnq_u32(vceqq_f32(a.v, a.v))}; }
CONVOLT_INLINE Vec select(Mask mask, Vec a, Vec b) { return {vbslq_f32(mask.m, a.v, b.v)}; }

// fmax and fmin return NaN when either operand is.
CONVOLT_INLINE Vec maximum(Vec a, Vec b) { return {vmaxq_f32(a.v, b.v)}; }
CONVOLT_INLINE Vec minimum(Vec a, Vec b) { return {vminq_f32(a.v, b.v)}; }

CONVOLT_INLINE Vec clamp(Vec x, Vec low, Vec high) { return {vminq_f32(high.v, vmaxq_f32(low.v, x.v))}; }

CONVOLT_INLINE Vec round_even(Vec a) { return {vrndnq_f32(a.v)}; }
CONVOLT_INLINE Vec exp2_integer(Vec n) {
  const int32x4_t biased = vaddq_s32(vcvtq_s32_f32(n.v), vdupq_n_s32(127));
  return {vreinterpretq_f32_s32(vshlq_n_s32(biased, 23))};
}

CONVOLT_INLINE Vec shift_to_exponent(Vec a) {
  return {vreinterpretq_f32_u32(vshlq_n_u32(vreinterpretq_u32_f32(a.v), 23))};
}
CONVOLT_INLINE Vec exponent(Vec a) {
  const int32x4_t biased = vshrq_n_s32(vreinterpretq_s32_f32(a.v), 23);
  return {vcvtq_f32_s32(vsubq_s32(biased, vdupq_n_s32(127)))};
}
CONVOLT_INLINE Vec significand(Vec a) {
  const uint32x4_t fraction = vandq_u32(vreinterpretq_u32_f32(a.v), vdupq_n_u32(0x007fffff));
  return {vreinterpretq_f32_u32(vorrq_u32(fraction, vdupq_n_u32(0x3f800000)))};
}

CONVOLT_INLINE float reduce_add(Vec a) {
  const float32x2_t pairs = vadd_f32(vget_low_f32(a.v), vget_high_f32(a.v));
  return vget_lane_f32(vpadd_f32(pairs, pairs), 0);
}
CONVOLT_INLINE float reduce_max(Vec a) { return vmaxvq_f32(a.v); }

}  // namespace
}  // namespace convolt
