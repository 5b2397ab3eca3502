// The vector API of vec_scalar.h over AVX-512 (F, DQ, BW, VL): 16 lanes, partial access by mask registers.
#pragma once

#include <immintrin.h>
#include <stdint.h>

#include "simd/inline.h"

namespace convolt {
namespace {

constexpr int kLanes = 16;
constexpr int kRegisters = 32;

struct Vec {
  __m512 v;
};

struct LaneMap {
  __m512i lanes;
  __mmask16 picked;
};

struct Mask {
  __mmask16 m;
};

CONVOLT_INLINE __mmask16 lane_mask(int count) { return static_cast<__mmask16>((1u << count) - 1u); }

CONVOLT_INLINE Vec load(const float* p) { return {_mm512_loadu_ps(p)}; }
CONVOLT_INLINE void store(float* p, Vec a) { _mm512_storeu_ps(p, a.v); }
CONVOLT_INLINE Vec load_partial(const float* p, int count) { return {_mm512_maskz_loadu_ps(lane_mask(count), p)}; }
CONVOLT_INLINE void store_partial(float* p, Vec a, int count) { _mm512_mask_storeu_ps(p, lane_mask(count), a.v); }
CONVOLT_INLINE Vec load_range(const float* p, int begin, int end) {
  return {_mm512_maskz_loadu_ps(static_cast<__mmask16>(lane_mask(end) & ~lane_mask(begin)), p)};
}
CONVOLT_INLINE Vec load_strided(const float* p, int64_t stride) {
  return {_mm512_setr_ps(p[0], p[stride], p[2 * stride], p[3 * stride], p[4 * stride], p[5 * stride], p[6 * stride],
                         p[7 * stride], p[8 * stride], p[9 * stride], p[10 * stride], p[11 * stride], p[12 * stride],
                         p[13 * stride], p[14 * stride], p[15 * stride])};
}
CONVOLT_INLINE Vec load_even(const float* p) {
  const __m512i lanes = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 17, 19, 21, 23, 25, 27, 29, 31);
  return {_mm512_permutex2var_ps(_mm512_loadu_ps(p), lanes, _mm512_loadu_ps(p + 15))};
}
CONVOLT_INLINE Vec load_even_range(const float* p, int begin, int end) {
  const uint32_t wanted = begin < end ? (1u << (2 * end - 1)) - (1u << (2 * begin)) : 0;  // of the floats from p on
  const __m512i lanes = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 17, 19, 21, 23, 25, 27, 29, 31);
  return {_mm512_permutex2var_ps(_mm512_maskz_loadu_ps(static_cast<__mmask16>(wanted), p), lanes,
                                 _mm512_maskz_loadu_ps(static_cast<__mmask16>(wanted >> 15), p + 15))};
}
CONVOLT_INLINE LaneMap lane_map(const int32_t* lanes) {
  const __m512i v = _mm512_loadu_si512(lanes);
  return {v, _mm512_cmpge_epi32_mask(v, _mm512_setzero_si512())};
}
CONVOLT_INLINE Vec merge_lanes(Vec into, const float* p, LaneMap map) {
  return {_mm512_mask_permutexvar_ps(into.v, map.picked, map.lanes, _mm512_loadu_ps(p))};
}
CONVOLT_INLINE Vec broadcast(float x) { return {_mm512_set1_ps(x)}; }
CONVOLT_INLINE Vec zero() { return {_mm512_setzero_ps()}; }

CONVOLT_INLINE Vec even_lanes(Vec lo, Vec hi) {
  const __m512i lanes = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  return {_mm512_permutex2var_ps(lo.v, lanes, hi.v)};
}
CONVOLT_INLINE Vec odd_lanes(Vec lo, Vec hi) {
  const __m512i lanes = _mm512_setr_epi32(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
  return {_mm512_permutex2var_ps(lo.v, lanes, hi.v)};
}

// Squares of four within 128 bits, then squares of such quarters.
CONVOLT_INLINE void transpose(Vec (&rows)[kLanes]) {
  CONVOLT_UNROLL
  for (int i = 0; i < kLanes; i += 4) {
    const __m512 a = _mm512_unpacklo_ps(rows[i].v, rows[i + 1].v), b = _mm512_unpackhi_ps(rows[i].v, rows[i + 1].v);
    const __m512 c = _mm512_unpacklo_ps(rows[i + 2].v, rows[i + 3].v);
    const __m512 d = _mm512_unpackhi_ps(rows[i + 2].v, rows[i + 3].v);
    rows[i].v = _mm512_shuffle_ps(a, c, 0x44);
    rows[i + 1].v = _mm512_shuffle_ps(a, c, 0xee);
    rows[i + 2].v = _mm512_shuffle_ps(b, d, 0x44);
    rows[i + 3].v = _mm512_shuffle_ps(b, d, 0xee);
  }
  CONVOLT_UNROLL
  for (int i = 0; i < 4; ++i) {
    const __m512 a = _mm512_shuffle_f32x4(rows[i].v, rows[i + 4].v, 0x88);
    const __m512 b = _mm512_shuffle_f32x4(rows[i].v, rows[i + 4].v, 0xdd);
    const __m512 c = _mm512_shuffle_f32x4(rows[i + 8].v, rows[i + 12].v, 0x88);
    const __m512 d = _mm512_shuffle_f32x4(rows[i + 8].v, rows[i + 12].v, 0xdd);
    rows[i].v = _mm512_shuffle_f32x4(a, c, 0x88);
    rows[i + 4].v = _mm512_shuffle_f32x4(b, d, 0x88);
    rows[i + 8].v = _mm512_shuffle_f32x4(a, c, 0xdd);
    rows[i + 12].v = _mm512_shuffle_f32x4(b, d, 0xdd);
  }
}

CONVOLT_INLINE Vec add(Vec a, Vec b) { return {_mm512_add_ps(a.v, b.v)}; }
CONVOLT_INLINE Vec sub(Vec a, Vec b) { return {_mm512_sub_ps(a.v, b.v)}; }
CONVOLT_INLINE Vec mul(Vec a, Vec b) { return {_mm512_mul_ps(a.v, b.v)}; }
CONVOLT_INLINE Vec div(Vec a, Vec b) { return {_mm512_div_ps(a.v, b.v)}; }
CONVOLT_INLINE Vec fma(Vec a, Vec b, Vec c) { return {_mm512_fmadd_ps(a.v, b.v, c.v)}; }
CONVOLT_INLINE Vec sqrt(Vec a) { return {_mm512_sqrt_ps(a.v)}; }
CONVOLT_INLINE Vec abs(Vec a) { return {_mm512_andnot_ps(_mm512_set1_ps(-0.0f), a.v)}; }

CONVOLT_INLINE Mask first_lanes(int count) { return {lane_mask(count)}; }
CONVOLT_INLINE Mask less(Vec a, Vec b) { return {_mm512_cmp_ps_mask(a.v, b.v, _CMP_LT_OQ)}; }
CONVOLT_INLINE Mask equal(Vec a, Vec b) { return {_mm512_cmp_ps_mask(a.v, b.v, _CMP_EQ_OQ)}; }
CONVOLT_INLINE Mask is_nan(Vec a) { return {_mm512_cmp_ps_mask(a.v, a.v, _CMP_UNORD_Q)}; }
CONVOLT_INLINE Vec select(Mask mask, Vec a, Vec b) { return {_mm512_mask_blend_ps(mask.m, b.v, a.v)}; }

// vmaxps and vminps return their second operand when either is NaN, so only a NaN in the first needs care.
CONVOLT_INLINE Vec maximum(Vec a, Vec b) { return select(is_nan(a), a, {_mm512_max_ps(a.v, b.v)}); }
CONVOLT_INLINE Vec minimum(Vec a, Vec b) { return select(is_nan(a), a, {_mm512_min_ps(a.v, b.v)}); }

// Operands in this order, as vmaxps and vminps return their second when either is NaN.
CONVOLT_INLINE Vec clamp(Vec x, Vec low, Vec high) { return {_mm512_min_ps(high.v, _mm512_max_ps(low.v, x.v))}; }

CONVOLT_INLINE Vec round_even(Vec a) {
  return {_mm512_roundscale_ps(a.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)};
}
CONVOLT_INLINE Vec exp2_integer(Vec n) {
  const __m512i biased = _mm512_add_epi32(_mm512_cvtps_epi32(n.v), _mm512_set1_epi32(127));
  return {_mm512_castsi512_ps(_mm512_slli_epi32(biased, 23))};
}

CONVOLT_INLINE Vec shift_to_exponent(Vec a) {
  return {_mm512_castsi512_ps(_mm512_slli_epi32(_mm512_castps_si512(a.v), 23))};
}
CONVOLT_INLINE Vec exponent(Vec a) { return {_mm512_getexp_ps(a.v)}; }
CONVOLT_INLINE Vec significand(Vec a) { return {_mm512_getmant_ps(a.v, _MM_MANT_NORM_1_2, _MM_MANT_SIGN_src)}; }

CONVOLT_INLINE float reduce_add(Vec a) {
  const __m256 octets = _mm256_add_ps(_mm512_castps512_ps256(a.v), _mm512_extractf32x8_ps(a.v, 1));
  const __m128 quads = _mm_add_ps(_mm256_castps256_ps128(octets), _mm256_extractf128_ps(octets, 1));
  const __m128 pairs = _mm_add_ps(quads, _mm_movehl_ps(quads, quads));
  return _mm_cvtss_f32(_mm_add_ss(pairs, _mm_shuffle_ps(pairs, pairs, 1)));
}
CONVOLT_INLINE float reduce_max(Vec a) {
  const Vec octets = maximum(a, {_mm512_shuffle_f32x4(a.v, a.v, 0x4e)});
  const Vec quads = maximum(octets, {_mm512_shuffle_f32x4(octets.v, octets.v, 0xb1)});
  const Vec pairs = maximum(quads, {_mm512_permute_ps(quads.v, 0x4e)});
  return _mm512_cvtss_f32(maximum(pairs, {_mm512_permute_ps(pairs.v, 0xb1)}).v);
}

}  // namespace
}  // namespace convolt
