#include "simd/vec_sse2.h"
// The vector type comes first.
#include "kernels/conv/conv_body.h"

namespace convolt {

void conv_sse2(const ConvParams& params) { conv_body(params); }

}  // namespace convolt
