#include "simd/vec_neon.h"
// The vector type comes first.
#include "kernels/blocked_depthwise_conv2d/blocked_depthwise_conv2d_body.h"

namespace convolt {

void blocked_depthwise_conv2d_neon(const BlockedDepthwiseConv2dParams& params) { blocked_depthwise_conv2d_body(params); }

}  // namespace convolt
