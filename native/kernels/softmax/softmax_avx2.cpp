#include "simd/vec_avx2.h"
// The vector type comes first.
#include "kernels/softmax/softmax_body.h"

namespace convolt {

void softmax_avx2(const SoftmaxParams& params) { softmax_body(params); }

}  // namespace convolt
