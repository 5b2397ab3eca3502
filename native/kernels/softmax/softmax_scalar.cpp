#include "simd/vec_scalar.h"
// The vector type comes first.
#include "kernels/softmax/softmax_body.h"

namespace convolt {

void softmax_scalar(const SoftmaxParams& params) { softmax_body(params); }

}  // namespace convolt
