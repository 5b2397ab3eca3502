#include "simd/vec_scalar.h"
// The vector type comes first.
#include "kernels/conv/conv_body.h"

namespace convolt {

void conv_scalar(const ConvParams& params) { conv_body(params); }

}  // namespace convolt
