#include "simd/vec_avx2.h"
// The vector type comes first.
#include "kernels/blocked_pool2d/blocked_pool2d_body.h"

namespace convolt {

void blocked_pool2d_avx2(const BlockedPool2dParams& params) { blocked_pool2d_body(params); }

}  // namespace convolt
