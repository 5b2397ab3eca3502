// The vector API of vec_scalar.h over SSE2: 4 lanes, no fused multiply-add.
#pragma once

#include <emmintrin.h>
#include <stdint.h>

#include "simd/inline.h"

namespace convolt {
namespace {

constexpr int kLanes = 4;
constexpr int kRegisters = 16;

struct Vec {
  __m128 v;
};

struct LaneMap {
  int32_t lanes[kLanes];
  __m128 kept;
};

struct Mask {
  __m128 m;
};

CONVOLT_INLINE Vec load(const float* p) { return {_mm_loadu_ps(p)}; }
CONVOLT_INLINE void store(float* p, Vec a) { _mm_storeu_ps(p, a.v); }
CONVOLT_INLINE Vec load_partial(const float* p, int count) {
  const __m128 none = _mm_setzero_ps();
  const __m128 low = count >= 2 ? _mm_loadl_pi(none, reinterpret_cast<const __m64*>(p)) : none;
  if ((count & 1) == 0) return {count == 4 ? _mm_loadu_ps(p) : low};
  const __m128 last = _mm_load_ss(p + count - 1);
  return {count == 1 ? last : _mm_movelh_ps(low, last)};
}
CONVOLT_INLINE void store_partial(float* p, Vec a, int count) {
  if (count == 4) return _mm_storeu_ps(p, a.v);
  if (count >= 2) _mm_storel_pi(reinterpret_cast<__m64*>(p), a.v);
  if (count & 1) _mm_store_ss(p + count - 1, count == 1 ? a.v : _mm_movehl_ps(a.v, a.v));
}
CONVOLT_INLINE Vec load_range(const float* p, int begin, int end) {
  float lanes[kLanes] = {};
  for (int i = begin; i < end; ++i) lanes[i] = p[i];
  return load(lanes);
}
CONVOLT_INLINE Vec load_strided(const float* p, int64_t stride) {
  return {_mm_setr_ps(p[0], p[stride], p[2 * stride], p[3 * stride])};
}
CONVOLT_INLINE Vec load_even(const float* p) {
  return {_mm_shuffle_ps(_mm_loadu_ps(p), _mm_loadu_ps(p + 3), _MM_SHUFFLE(3, 1, 2, 0))};
}
CONVOLT_INLINE Vec load_even_range(const float* p, int begin, int end) {
  float lanes[kLanes] = {};
  for (int i = begin; i < end; ++i) lanes[i] = p[2 * i];
  return load(lanes);
}
CONVOLT_INLINE LaneMap lane_map(const int32_t* lanes) {
  LaneMap map;
  for (int i = 0; i < kLanes; ++i) map.lanes[i] = lanes[i] < 0 ? 0 : lanes[i];
  const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(lanes));
  map.kept = _mm_castsi128_ps(_mm_cmplt_epi32(v, _mm_setzero_si128()));
  return map;
}
CONVOLT_INLINE Vec merge_lanes(Vec into, const float* p, const LaneMap& map) {
  const __m128 picked = _mm_setr_ps(p[map.lanes[0]], p[map.lanes[1]], p[map.lanes[2]], p[map.lanes[3]]);
  return {_mm_or_ps(_mm_and_ps(map.kept, into.v), _mm_andnot_ps(map.kept, picked))};
}
CONVOLT_INLINE Vec broadcast(float x) { return {_mm_set1_ps(x)}; }
CONVOLT_INLINE Vec zero() { return {_mm_setzero_ps()}; }

CONVOLT_INLINE Vec even_lanes(Vec lo, Vec hi) { return {_mm_shuffle_ps(lo.v, hi.v, 0x88)}; }
CONVOLT_INLINE Vec odd_lanes(Vec lo, Vec hi) { return {_mm_shuffle_ps(lo.v, hi.v, 0xdd)}; }

CONVOLT_INLINE void transpose(Vec (&rows)[kLanes]) {
  _MM_TRANSPOSE4_PS(rows[0].v, rows[1].v, rows[2].v, rows[3].v);
}

CONVOLT_INLINE Vec add(Vec a, Vec b) { return {_mm_add_ps(a.v, b.v)}; }
CONVOLT_INLINE Vec sub(Vec a, Vec b) { return {_mm_sub_ps(a.v, b.v)}; }
CONVOLT_INLINE Vec mul(Vec a, Vec b) { return {_mm_mul_ps(a.v, b.v)}; }
CONVOLT_INLINE Vec div(Vec a, Vec b) { return {_mm_div_ps(a.v, b.v)}; }
CONVOLT_INLINE Vec fma(Vec a, Vec b, Vec c) { return {_mm_add_ps(_mm_mul_ps(a.v, b.v), c.v)}; }
CONVOLT_INLINE Vec sqrt(Vec a) { return {_mm_sqrt_ps(a.v)}; }
CONVOLT_INLINE Vec abs(Vec a) { return {_mm_andnot_ps(_mm_set1_ps(-0.0f), a.v)}; }

CONVOLT_INLINE Mask first_lanes(int count) {
  return {_mm_castsi128_ps(_mm_cmpgt_epi32(_mm_set1_epi32(count), _mm_setr_epi32(0, 1, 2, 3)))};
}
CONVOLT_INLINE Mask less(Vec a, Vec b) { return {_mm_cmplt_ps(a.v, b.v)}; }
CONVOLT_INLINE Mask equal(Vec a, Vec b) { return {_mm_cmpeq_ps(a.v, b.v)}; }
CONVOLT_INLINE Mask is_nan(Vec a) { return {_mm_cmpunord_ps(a.v, a.v)}; }
CONVOLT_INLINE Vec select(Mask mask, Vec a, Vec b) {
  return {_mm_or_ps(_mm_and_ps(mask.m, a.v), _mm_andnot_ps(mask.m, b.v))};
}

// maxps and minps return their second operand when either is NaN, so only a NaN in the first needs care.
CONVOLT_INLINE Vec maximum(Vec a, Vec b) { return select(is_nan(a), a, {_mm_max_ps(a.v, b.v)}); }
CONVOLT_INLINE Vec minimum(Vec a, Vec b) { return select(is_nan(a), a, {_mm_min_ps(a.v, b.v)}); }

// Operands in this order, as maxps and minps return their second when either is NaN.
CONVOLT_INLINE Vec clamp(Vec x, Vec low, Vec high) { return {_mm_min_ps(high.v, _mm_max_ps(low.v, x.v))}; }

CONVOLT_INLINE Vec round_even(Vec a) { return {_mm_cvtepi32_ps(_mm_cvtps_epi32(a.v))}; }
CONVOLT_INLINE Vec exp2_integer(Vec n) {
  const __m128i biased = _mm_add_epi32(_mm_cvtps_epi32(n.v), _mm_set1_epi32(127));
  return {_mm_castsi128_ps(_mm_slli_epi32(biased, 23))};
}

CONVOLT_INLINE Vec shift_to_exponent(Vec a) {
  return {_mm_castsi128_ps(_mm_slli_epi32(_mm_castps_si128(a.v), 23))};
}
CONVOLT_INLINE Vec exponent(Vec a) {
  const __m128i biased = _mm_srli_epi32(_mm_castps_si128(a.v), 23);
  return {_mm_cvtepi32_ps(_mm_sub_epi32(biased, _mm_set1_epi32(127)))};
}
CONVOLT_INLINE Vec significand(Vec a) {
  const __m128 fraction = _mm_and_ps(a.v, _mm_castsi128_ps(_mm_set1_epi32(0x007fffff)));
  return {_mm_or_ps(fraction, _mm_set1_ps(1.0f))};
}

CONVOLT_INLINE float reduce_add(Vec a) {
  const __m128 pairs = _mm_add_ps(a.v, _mm_movehl_ps(a.v, a.v));
  return _mm_cvtss_f32(_mm_add_ss(pairs, _mm_shuffle_ps(pairs, pairs, 1)));
}
CONVOLT_INLINE float reduce_max(Vec a) {
  const Vec pairs = maximum(a, {_mm_movehl_ps(a.v, a.v)});
  return _mm_cvtss_f32(maximum(pairs, {_mm_shuffle_ps(pairs.v, pairs.v, 1)}).v);
}

}  // namespace
}  // namespace convolt
