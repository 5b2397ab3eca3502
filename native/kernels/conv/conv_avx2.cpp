#include "simd/vec_avx2.h"
// The vector type comes first.
#include "kernels/conv/conv_body.h"

namespace convolt {

void conv_avx2(const ConvParams& params) { conv_body(params); }

}  // namespace convolt
