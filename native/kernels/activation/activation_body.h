// Layout: two flat runs of floats. Algorithm: one vector at a time, the last one partial.
// Contract: that of kernels/activation/functions.h.
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/activation/activation.h"
#include "kernels/activation/functions.h"

namespace convolt {
namespace {

CONVOLT_INLINE void activation_body(const ActivationParams<float>& params) {
  activate_rows({params.function, params.a, params.b}, params.x, params.y, 1, params.count, 0);
}

}  // namespace
}  // namespace convolt
