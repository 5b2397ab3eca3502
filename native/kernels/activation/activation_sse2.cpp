#include "simd/vec_sse2.h"
// The vector type comes first.
#include "kernels/activation/activation_body.h"

namespace convolt {

void activation_sse2(const ActivationParams<float>& params) { activation_body(params); }

}  // namespace convolt
