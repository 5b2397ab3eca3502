#include "simd/vec_avx512.h"
// The vector type comes first.
#include "kernels/winograd_conv2d/winograd_conv2d_body.h"

namespace convolt {

void winograd_conv2d_avx512(const WinogradConv2dParams& params) { winograd_conv2d_body(params); }

}  // namespace convolt
