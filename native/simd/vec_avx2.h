// The vector API of vec_scalar.h over AVX2 and FMA: 8 lanes.
#pragma once

#include <immintrin.h>
#include <stdint.h>

#include "simd/inline.h"

namespace convolt {
namespace {

constexpr int kLanes = 8;
constexpr int kRegisters = 16;

struct Vec {
  __m256 v;
};

struct LaneMap {
  __m256i lanes;
};

struct Mask {
  __m256 m;
};

CONVOLT_INLINE __m256i lane_mask(int count) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

CONVOLT_INLINE Vec load(const float* p) { return {_mm256_loadu_ps(p)}; }
CONVOLT_INLINE void store(float* p, Vec a) { _mm256_storeu_ps(p, a.v); }
CONVOLT_INLINE Vec load_partial(const float* p, int count) { return {_mm256_maskload_ps(p, lane_mask(count))}; }
/// By halves: AMD's processors take about twenty cycles for a masked store.
CONVOLT_INLINE void store_partial(float* p, Vec a, int count) {
  if (count == kLanes) return store(p, a);
  __m128 rest = _mm256_castps256_ps128(a.v);
  if (count & 4) {
    _mm_storeu_ps(p, rest);
    rest = _mm256_extractf128_ps(a.v, 1);
    p += 4;
  }
  if (count & 2) {
    _mm_storel_pi(reinterpret_cast<__m64*>(p), rest);
    rest = _mm_movehl_ps(rest, rest);
    p += 2;
  }
  if (count & 1) _mm_store_ss(p, rest);
}
CONVOLT_INLINE Vec load_range(const float* p, int begin, int end) {
  return {_mm256_maskload_ps(p, _mm256_andnot_si256(lane_mask(begin), lane_mask(end)))};
}
CONVOLT_INLINE Vec load_strided(const float* p, int64_t stride) {
  return {_mm256_setr_ps(p[0], p[stride], p[2 * stride], p[3 * stride], p[4 * stride], p[5 * stride], p[6 * stride],
                         p[7 * stride])};
}
CONVOLT_INLINE Vec load_even(const float* p) {
  const __m256 pairs = _mm256_shuffle_ps(_mm256_loadu_ps(p), _mm256_loadu_ps(p + 7), _MM_SHUFFLE(3, 1, 2, 0));
  return {_mm256_castpd_ps(_mm256_permute4x64_pd(_mm256_castps_pd(pairs), _MM_SHUFFLE(3, 1, 2, 0)))};
}
CONVOLT_INLINE Vec load_even_range(const float* p, int begin, int end) {
  float lanes[kLanes] = {};
  for (int i = begin; i < end; ++i) lanes[i] = p[2 * i];
  return load(lanes);
}
CONVOLT_INLINE LaneMap lane_map(const int32_t* lanes) {
  return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(lanes))};
}
// The blend goes by the sign, which -1 has.
CONVOLT_INLINE Vec merge_lanes(Vec into, const float* p, LaneMap map) {
  const __m256 picked = _mm256_permutevar8x32_ps(_mm256_loadu_ps(p), map.lanes);
  return {_mm256_blendv_ps(picked, into.v, _mm256_castsi256_ps(map.lanes))};
}
CONVOLT_INLINE Vec broadcast(float x) { return {_mm256_set1_ps(x)}; }
CONVOLT_INLINE Vec zero() { return {_mm256_setzero_ps()}; }

// The shuffle works within 128 bits and leaves pairs in the order lo, hi, lo, hi.
CONVOLT_INLINE Vec ordered_pairs(__m256 v) {
  return {_mm256_castpd_ps(_mm256_permute4x64_pd(_mm256_castps_pd(v), 0xd8))};
}
CONVOLT_INLINE Vec even_lanes(Vec lo, Vec hi) { return ordered_pairs(_mm256_shuffle_ps(lo.v, hi.v, 0x88)); }
CONVOLT_INLINE Vec odd_lanes(Vec lo, Vec hi) { return ordered_pairs(_mm256_shuffle_ps(lo.v, hi.v, 0xdd)); }

// Squares of four within 128 bits, then the halves change places.
CONVOLT_INLINE void transpose(Vec (&rows)[kLanes]) {
  CONVOLT_UNROLL
  for (int i = 0; i < kLanes; i += 4) {
    const __m256 a = _mm256_unpacklo_ps(rows[i].v, rows[i + 1].v), b = _mm256_unpackhi_ps(rows[i].v, rows[i + 1].v);
    const __m256 c = _mm256_unpacklo_ps(rows[i + 2].v, rows[i + 3].v);
    const __m256 d = _mm256_unpackhi_ps(rows[i + 2].v, rows[i + 3].v);
    rows[i].v = _mm256_shuffle_ps(a, c, 0x44);
    rows[i + 1].v = _mm256_shuffle_ps(a, c, 0xee);
    rows[i + 2].v = _mm256_shuffle_ps(b, d, 0x44);
    rows[i + 3].v = _mm256_shuffle_ps(b, d, 0xee);
  }
  CONVOLT_UNROLL
  for (int i = 0; i < 4; ++i) {
    const __m256 low = rows[i].v, high = rows[i + 4].v;
    rows[i].v = _mm256_permute2f128_ps(low, high, 0x20);
    rows[i + 4].v = _mm256_permute2f128_ps(low, high, 0x31);
  }
}

CONVOLT_INLINE Vec add(Vec a, Vec b) { return {_mm256_add_ps(a.v, b.v)}; }
CONVOLT_INLINE Vec sub(Vec a, Vec b) { return {_mm256_sub_ps(a.v, b.v)}; }
CONVOLT_INLINE Vec mul(Vec a, Vec b) { return {_mm256_mul_ps(a.v, b.v)}; }
CONVOLT_INLINE Vec div(Vec a, Vec b) { return {_mm256_div_ps(a.v, b.v)}; }
CONVOLT_INLINE Vec fma(Vec a, Vec b, Vec c) { return {_mm256_fmadd_ps(a.v, b.v, c.v)}; }
CONVOLT_INLINE Vec sqrt(Vec a) { return {_mm256_sqrt_ps(a.v)}; }
CONVOLT_INLINE Vec abs(Vec a) { return {_mm256_andnot_ps(_mm256_set1_ps(-0.0f), a.v)}; }

CONVOLT_INLINE Mask first_lanes(int count) { return {_mm256_castsi256_ps(lane_mask(count))}; }
CONVOLT_INLINE Mask less(Vec a, Vec b) { return {_mm256_cmp_ps(a.v, b.v, _CMP_LT_OQ)}; }
CONVOLT_INLINE Mask equal(Vec a, Vec b) { return {_mm256_cmp_ps(a.v, b.v, _CMP_EQ_OQ)}; }
CONVOLT_INLINE Mask is_nan(Vec a) { return {_mm256_cmp_ps(a.v, a.v, _CMP_UNORD_Q)}; }
CONVOLT_INLINE Vec select(Mask mask, Vec a, Vec b) { return {_mm256_blendv_ps(b.v, a.v, mask.m)}; }

// vmaxps and vminps return their second operand when either is NaN, so only a NaN in the first needs care.
CONVOLT_INLINE Vec maximum(Vec a, Vec b) { return select(is_nan(a), a, {_mm256_max_ps(a.v, b.v)}); }
CONVOLT_INLINE Vec minimum(Vec a, Vec b) { return select(is_nan(a), a, {_mm256_min_ps(a.v, b.v)}); }

// Operands in this order, as vmaxps and vminps return their second when either is NaN.
CONVOLT_INLINE Vec clamp(Vec x, Vec low, Vec high) { return {_mm256_min_ps(high.v, _mm256_max_ps(low.v, x.v))}; }

CONVOLT_INLINE Vec round_even(Vec a) {
  return {_mm256_round_ps(a.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)};
}
CONVOLT_INLINE Vec exp2_integer(Vec n) {
  const __m256i biased = _mm256_add_epi32(_mm256_cvtps_epi32(n.v), _mm256_set1_epi32(127));
  return {_mm256_castsi256_ps(_mm256_slli_epi32(biased, 23))};
}

CONVOLT_INLINE Vec shift_to_exponent(Vec a) {
  return {_mm256_castsi256_ps(_mm256_slli_epi32(_mm256_castps_si256(a.v), 23))};
}
CONVOLT_INLINE Vec exponent(Vec a) {
  const __m256i biased = _mm256_srli_epi32(_mm256_castps_si256(a.v), 23);
  return {_mm256_cvtepi32_ps(_mm256_sub_epi32(biased, _mm256_set1_epi32(127)))};
}
CONVOLT_INLINE Vec significand(Vec a) {
  const __m256 fraction = _mm256_and_ps(a.v, _mm256_castsi256_ps(_mm256_set1_epi32(0x007fffff)));
  return {_mm256_or_ps(fraction, _mm256_set1_ps(1.0f))};
}

CONVOLT_INLINE float reduce_add(Vec a) {
  const __m128 quads = _mm_add_ps(_mm256_castps256_ps128(a.v), _mm256_extractf128_ps(a.v, 1));
  const __m128 pairs = _mm_add_ps(quads, _mm_movehl_ps(quads, quads));
  return _mm_cvtss_f32(_mm_add_ss(pairs, _mm_shuffle_ps(pairs, pairs, 1)));
}
CONVOLT_INLINE float reduce_max(Vec a) {
  const Vec quads = maximum(a, {_mm256_permute2f128_ps(a.v, a.v, 1)});
  const Vec pairs = maximum(quads, {_mm256_permute_ps(quads.v, 0x4e)});
  return _mm256_cvtss_f32(maximum(pairs, {_mm256_permute_ps(pairs.v, 0xb1)}).v);
}

}  // namespace
}  // namespace convolt
