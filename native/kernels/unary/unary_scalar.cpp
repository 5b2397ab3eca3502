#include "simd/vec_scalar.h"
// The vector type comes first.
#include "kernels/unary/unary_body.h"

namespace convolt {

void unary_scalar(const UnaryParams<float>& params) { unary_body(params); }

}  // namespace convolt
