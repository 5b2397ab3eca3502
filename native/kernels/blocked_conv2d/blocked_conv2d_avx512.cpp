#include "simd/vec_avx512.h"
// The vector type comes first.
#include "kernels/blocked_conv2d/blocked_conv2d_body.h"

namespace convolt {

void blocked_conv2d_avx512(const BlockedConv2dParams& params) { blocked_conv2d_body(params); }

}  // namespace convolt
