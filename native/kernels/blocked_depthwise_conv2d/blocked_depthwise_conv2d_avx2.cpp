#include "simd/vec_avx2.h"
// The vector type comes first.
#include "kernels/blocked_depthwise_conv2d/blocked_depthwise_conv2d_body.h"

namespace convolt {

void blocked_depthwise_conv2d_avx2(const BlockedDepthwiseConv2dParams& params) { blocked_depthwise_conv2d_body(params); }

}  // namespace convolt
