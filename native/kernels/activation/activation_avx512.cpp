#include "simd/vec_avx512.h"
// The vector type comes first.
#include "kernels/activation/activation_body.h"

namespace convolt {

void activation_avx512(const ActivationParams<float>& params) { activation_body(params); }

}  // namespace convolt
