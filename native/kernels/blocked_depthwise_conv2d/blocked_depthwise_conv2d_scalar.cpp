#include "simd/vec_scalar.h"
// The vector type comes first.
#include "kernels/blocked_depthwise_conv2d/blocked_depthwise_conv2d_body.h"

namespace convolt {

void blocked_depthwise_conv2d_scalar(const BlockedDepthwiseConv2dParams& params) { blocked_depthwise_conv2d_body(params); }

}  // namespace convolt
