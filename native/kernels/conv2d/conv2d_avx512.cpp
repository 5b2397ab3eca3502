#include "simd/vec_avx512.h"
// The vector type comes first.
#include "kernels/conv2d/conv2d_body.h"

namespace convolt {

void conv2d_avx512(const Conv2dParams& params) { conv2d_body(params); }

}  // namespace convolt
