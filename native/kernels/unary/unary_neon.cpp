#include "simd/vec_neon.h"
// The vector type comes first.
#include "kernels/unary/unary_body.h"

namespace convolt {

void unary_neon(const UnaryParams<float>& params) { unary_body(params); }

}  // namespace convolt
