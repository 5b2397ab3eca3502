#include "simd/vec_sse2.h"
// The vector type comes first.
#include "kernels/stem_conv2d/stem_conv2d_body.h"

namespace convolt {

void stem_conv2d_sse2(const StemConv2dParams& params) { stem_conv2d_body(params); }

}  // namespace convolt
