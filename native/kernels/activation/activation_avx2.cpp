#include "simd/vec_avx2.h"
// The vector type comes first.
#include "kernels/activation/activation_body.h"

namespace convolt {

void activation_avx2(const ActivationParams<float>& params) { activation_body(params); }

}  // namespace convolt
