// Layout: blocks of kLanes channels, a vector a pixel.
//
// Algorithm: scale and shift of a block are one vector each, and an element is in a register from its load to its store:
// the loop is bound by memory, so the activation function, chosen outside it, is free where it takes few instructions.
//
// Numerical contract: one fused multiply-add an element, or a product and a sum where the ISA has none, then the bits of
// the activation op.
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/activation/functions.h"
#include "kernels/blocked_batch_norm/blocked_batch_norm.h"
#include "kernels/blocked_layout/visit_blocks.h"

namespace convolt {
namespace {

CONVOLT_INLINE void blocked_batch_norm_body(const BlockedBatchNormParams& p) {
  visit_activation(p.activation.function, broadcast(p.activation.a), broadcast(p.activation.b), [&p](auto f) {
    visit_blocks(p.range, p.pixels, [&p, f](int64_t block, Range pixels) {
      const int lanes = lanes_of(block, p.channels);
      const Vec scale = load_partial(p.scale + block * kLanes, lanes);
      const Vec shift = load_partial(p.shift + block * kLanes, lanes);
      const float* x = p.x + block * p.pixels * kLanes;
      float* y = p.y + block * p.pixels * kLanes;
      for (int64_t i = pixels.begin * kLanes; i < pixels.end * kLanes; i += kLanes) {
        store(y + i, f(fma(load(x + i), scale, shift)));
      }
    });
  });
}

}  // namespace
}  // namespace convolt
