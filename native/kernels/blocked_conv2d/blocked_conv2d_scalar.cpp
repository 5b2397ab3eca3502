#include "simd/vec_scalar.h"
// The vector type comes first.
#include "kernels/blocked_conv2d/blocked_conv2d_body.h"

namespace convolt {

void blocked_conv2d_scalar(const BlockedConv2dParams& params) { blocked_conv2d_body(params); }

}  // namespace convolt
