#include "simd/vec_scalar.h"
// The vector type comes first.
#include "kernels/activation/activation_body.h"

namespace convolt {

void activation_scalar(const ActivationParams<float>& params) { activation_body(params); }

}  // namespace convolt
