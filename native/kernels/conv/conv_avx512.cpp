#include "simd/vec_avx512.h"
// The vector type comes first.
#include "kernels/conv/conv_body.h"

namespace convolt {

void conv_avx512(const ConvParams& params) { conv_body(params); }

}  // namespace convolt
