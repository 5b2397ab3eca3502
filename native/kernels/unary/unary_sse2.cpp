#include "simd/vec_sse2.h"
// The vector type comes first.
#include "kernels/unary/unary_body.h"

namespace convolt {

void unary_sse2(const UnaryParams<float>& params) { unary_body(params); }

}  // namespace convolt
