#include "simd/vec_neon.h"
// The vector type comes first.
#include "kernels/conv/conv_body.h"

namespace convolt {

void conv_neon(const ConvParams& params) { conv_body(params); }

}  // namespace convolt
