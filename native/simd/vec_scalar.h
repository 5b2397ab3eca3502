// The vector API in plain C++, one lane wide; the wider headers offer the same names. Everything has internal linkage,
// and one file includes one of these headers only.
//
//   kLanes                       floats in a Vec
//   kRegisters                   Vecs that the CPU can hold in registers
//   load, store                  unaligned
//   load_partial, store_partial  touch only the first `count` floats, 0 <= count <= kLanes; other lanes load as 0
//   load_strided                 lane i is p[i * stride]
//   load_even                    lane i is p[2 * i]; touches nothing after the last of them
//   load_range, load_even_range  load and load_even for the lanes [begin, end), 0 <= begin, end <= kLanes; the others
//                                are 0 and their memory is not touched
//   merge_lanes(into, p, map)    lane i is p[map[i]], or lane i of `into` where map[i] is -1; touches p[0] to p[kLanes - 1]
//   lane_map                     the map of kLanes integers, each below kLanes
//   even_lanes, odd_lanes        every other one of the 2 * kLanes floats that lo and hi hold in order
//   transpose                    of kLanes Vecs: lane i of row j becomes lane j of row i
//   fma(a, b, c)                 a * b + c, rounded once where the hardware can
//   first_lanes(count)           the mask of the first `count` lanes
//   maximum, minimum             NaN if either operand is NaN, as PyTorch's
//   clamp(x, low, high)          x within bounds that are not NaN; high wins, and NaN stays NaN
//   select(mask, a, b)           a where the mask is set, else b
//   round_even                   to the nearest integer, ties to even; |x| < 2^22
//   exp2_integer                 2^n for integral n in [-126, 127]; NaN gives any value
//   shift_to_exponent            a's bits, those of a significand moved up to where the exponent is
//   exponent, significand        a = significand * 2^exponent, 1 <= significand < 2, for positive normal a
//   reduce_add, reduce_max       over the lanes; reduce_max is NaN if any lane is
#pragma once

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "simd/inline.h"

namespace convolt {
namespace {

constexpr int kLanes = 1;
constexpr int kRegisters = 16;

struct Vec {
  float v;
};

struct LaneMap {
  int32_t lane;
};

struct Mask {
  bool m;
};

CONVOLT_INLINE Vec load(const float* p) { return {*p}; }
CONVOLT_INLINE void store(float* p, Vec a) { *p = a.v; }
CONVOLT_INLINE Vec load_partial(const float* p, int count) { return {count > 0 ? *p : 0.0f}; }
CONVOLT_INLINE void store_partial(float* p, Vec a, int count) {
  if (count > 0) *p = a.v;
}
CONVOLT_INLINE Vec load_range(const float* p, int begin, int end) { return {begin < end ? *p : 0.0f}; }
CONVOLT_INLINE Vec load_strided(const float* p, int64_t) { return {*p}; }
CONVOLT_INLINE Vec load_even(const float* p) { return {*p}; }
CONVOLT_INLINE Vec load_even_range(const float* p, int begin, int end) { return load_range(p, begin, end); }
CONVOLT_INLINE LaneMap lane_map(const int32_t* lanes) { return {*lanes}; }
CONVOLT_INLINE Vec merge_lanes(Vec into, const float* p, LaneMap map) { return {map.lane < 0 ? into.v : *p}; }
CONVOLT_INLINE Vec broadcast(float x) { return {x}; }
CONVOLT_INLINE Vec zero() { return {0.0f}; }

CONVOLT_INLINE Vec even_lanes(Vec lo, Vec) { return lo; }
CONVOLT_INLINE Vec odd_lanes(Vec, Vec hi) { return hi; }

CONVOLT_INLINE void transpose(Vec (&)[kLanes]) {}

CONVOLT_INLINE Vec add(Vec a, Vec b) { return {a.v + b.v}; }
CONVOLT_INLINE Vec sub(Vec a, Vec b) { return {a.v - b.v}; }
CONVOLT_INLINE Vec mul(Vec a, Vec b) { return {a.v * b.v}; }
CONVOLT_INLINE Vec div(Vec a, Vec b) { return {a.v / b.v}; }
// Not left to the compiler where the hardware can: it may fuse one copy of a loop and not another, and then an element's
// bits depend on the tile that it falls into.
CONVOLT_INLINE Vec fma(Vec a, Vec b, Vec c) {
#if defined(FP_FAST_FMAF)
  return {::fmaf(a.v, b.v, c.v)};
#else
  return {a.v * b.v + c.v};
#endif
}
CONVOLT_INLINE Vec sqrt(Vec a) { return {::sqrtf(a.v)}; }
CONVOLT_INLINE Vec abs(Vec a) { return {::fabsf(a.v)}; }

CONVOLT_INLINE Mask first_lanes(int count) { return {count > 0}; }
CONVOLT_INLINE Mask less(Vec a, Vec b) { return {a.v < b.v}; }
CONVOLT_INLINE Mask equal(Vec a, Vec b) { return {a.v == b.v}; }
CONVOLT_INLINE Mask is_nan(Vec a) { return {a.v != a.v}; }
CONVOLT_INLINE Vec select(Mask mask, Vec a, Vec b) { return mask.m ? a : b; }

CONVOLT_INLINE Vec maximum(Vec a, Vec b) { return select(is_nan(a), a, select(less(b, a), a, b)); }
CONVOLT_INLINE Vec minimum(Vec a, Vec b) { return select(is_nan(a), a, select(less(a, b), a, b)); }

CONVOLT_INLINE Vec clamp(Vec x, Vec low, Vec high) {
  const Vec above = select(less(x, low), low, x);
  return select(less(high, above), high, above);
}

CONVOLT_INLINE Vec round_even(Vec a) { return {::nearbyintf(a.v)}; }
CONVOLT_INLINE Vec exp2_integer(Vec n) { return {n.v == n.v ? ::ldexpf(1.0f, static_cast<int>(n.v)) : n.v}; }

CONVOLT_INLINE Vec shift_to_exponent(Vec a) {
  uint32_t bits;
  memcpy(&bits, &a.v, sizeof bits);
  bits <<= 23;
  memcpy(&a.v, &bits, sizeof bits);
  return a;
}
CONVOLT_INLINE Vec exponent(Vec a) {
  int32_t bits;
  memcpy(&bits, &a.v, sizeof bits);
  return {static_cast<float>((bits >> 23) - 127)};
}
CONVOLT_INLINE Vec significand(Vec a) {
  int32_t bits;
  memcpy(&bits, &a.v, sizeof bits);
  bits = (bits & 0x007fffff) | 0x3f800000;
  memcpy(&a.v, &bits, sizeof bits);
  return a;
}

CONVOLT_INLINE float reduce_add(Vec a) { return a.v; }
CONVOLT_INLINE float reduce_max(Vec a) { return a.v; }

}  // namespace
}  // namespace convolt
