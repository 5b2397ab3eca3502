#include "simd/vec_neon.h"
// The vector type comes first.
#include "kernels/conv2d/conv2d_body.h"

namespace convolt {

void conv2d_neon(const Conv2dParams& params) { conv2d_body(params); }

}  // namespace convolt
