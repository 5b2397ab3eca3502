// Plain images to blocked ones and back: a block holds `block` channels side by side, pixel by pixel. The lanes of the
// last block that have no channel are written as zeros and not read.
#pragma once

#include <stdint.h>

#include "core/pod/range.h"

namespace convolt {

struct ToBlockedParams {
  const float* x;  // [channels][pixels]
  float* y;        // [blocks][pixels][block]
  int64_t channels;
  int64_t pixels;
  int64_t block;
  Range range;  // of the pixels of all blocks, numbered through
};

struct FromBlockedParams {
  const float* x;  // [blocks][pixels][block]
  float* y;        // [channels][pixels]
  int64_t channels;
  int64_t pixels;
  int64_t block;
  Range range;  // as above
};

using ToBlockedKernel = void (*)(const ToBlockedParams&);
using FromBlockedKernel = void (*)(const FromBlockedParams&);

void to_blocked_reference(const ToBlockedParams&);
void to_blocked_scalar(const ToBlockedParams&);
void to_blocked_sse2(const ToBlockedParams&);
void to_blocked_avx2(const ToBlockedParams&);
void to_blocked_avx512(const ToBlockedParams&);
void to_blocked_neon(const ToBlockedParams&);

void from_blocked_reference(const FromBlockedParams&);
void from_blocked_scalar(const FromBlockedParams&);
void from_blocked_sse2(const FromBlockedParams&);
void from_blocked_avx2(const FromBlockedParams&);
void from_blocked_avx512(const FromBlockedParams&);
void from_blocked_neon(const FromBlockedParams&);

}  // namespace convolt
