#include "simd/vec_neon.h"
// The vector type comes first.
#include "kernels/activation/activation_body.h"

namespace convolt {

void activation_neon(const ActivationParams<float>& params) { activation_body(params); }

}  // namespace convolt
