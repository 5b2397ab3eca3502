#include "simd/vec_scalar.h"
// The vector type comes first.
#include "kernels/depthwise_conv2d/depthwise_conv2d_body.h"

namespace convolt {

void depthwise_conv2d_scalar(const DepthwiseConv2dParams& params) { depthwise_conv2d_body(params); }

}  // namespace convolt
