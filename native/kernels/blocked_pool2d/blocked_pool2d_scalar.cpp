#include "simd/vec_scalar.h"
// The vector type comes first.
#include "kernels/blocked_pool2d/blocked_pool2d_body.h"

namespace convolt {

void blocked_pool2d_scalar(const BlockedPool2dParams& params) { blocked_pool2d_body(params); }

}  // namespace convolt
