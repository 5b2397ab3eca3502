// Box and Muller's transform: pairs of evenly drawn numbers to pairs of normal ones, in place.
#pragma once

#include <stdint.h>

namespace convolt {

/// A block is 16 floats of [0, 1), of which i and i + 8 make a pair.
constexpr int64_t kBoxMullerBlock = 16;

struct BoxMullerParams {
  float* y;
  int64_t blocks;
  float mean;
  float std;
};

using BoxMullerKernel = void (*)(const BoxMullerParams&);

void box_muller_reference(const BoxMullerParams&);
void box_muller_avx2(const BoxMullerParams&);
void box_muller_neon(const BoxMullerParams&);

}  // namespace convolt
