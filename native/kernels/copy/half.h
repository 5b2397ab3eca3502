// float16 and bfloat16 to float and back, by bits: no instruction set beyond the baseline has to be there.
#pragma once

#include <stdint.h>
#include <string.h>

namespace convolt {
namespace {

struct Half {
  uint16_t bits;
};

struct BFloat16 {
  uint16_t bits;
};

inline uint32_t bits_of(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

inline float from_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

inline float to_float(Half half) {
  const uint32_t sign = static_cast<uint32_t>(half.bits & 0x8000) << 16;
  const uint32_t magnitude = static_cast<uint32_t>(half.bits & 0x7fff) << 13;
  if (magnitude >= 0x0f800000) return from_bits(sign | magnitude | 0x7f800000);  // infinity and NaN
  // 2^112 moves the exponent's bias from 15 to 127; subnormal halves become normal floats on the way.
  return from_bits(sign | bits_of(from_bits(magnitude) * 0x1p112f));
}

inline float to_float(BFloat16 value) { return from_bits(static_cast<uint32_t>(value.bits) << 16); }

/// Rounds to nearest, ties to even; what is too large becomes infinity.
inline Half to_half(float value) {
  const uint32_t sign = bits_of(value) >> 16 & 0x8000;
  const uint32_t magnitude = bits_of(value) & 0x7fffffff;
  uint32_t half;
  if (magnitude > 0x7f800000) {
    half = 0x7e00;  // NaN
  } else if (magnitude >= 0x477ff000) {
    half = 0x7c00;  // at least 65520 rounds to infinity
  } else if (magnitude < 0x38800000) {
    // Below 2^-14: adding 0.5 leaves the multiples of 2^-24, correctly rounded, in the last bits of the sum.
    half = bits_of(from_bits(magnitude) + 0.5f) - bits_of(0.5f);
  } else {
    const uint32_t odd = magnitude >> 13 & 1;
    half = (magnitude - 0x38000000 + 0xfff + odd) >> 13;
  }
  return {static_cast<uint16_t>(sign | half)};
}

/// Rounds to nearest, ties to even.
inline BFloat16 to_bfloat16(float value) {
  const uint32_t bits = bits_of(value);
  if ((bits & 0x7fffffff) > 0x7f800000) return {0x7fc0};  // NaN
  return {static_cast<uint16_t>((bits + 0x7fff + (bits >> 16 & 1)) >> 16)};
}

}  // namespace
}  // namespace convolt
