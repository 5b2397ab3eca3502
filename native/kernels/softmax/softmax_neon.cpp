#include "simd/vec_neon.h"
// The vector type comes first.
#include "kernels/softmax/softmax_body.h"

namespace convolt {

void softmax_neon(const SoftmaxParams& params) { softmax_body(params); }

}  // namespace convolt
