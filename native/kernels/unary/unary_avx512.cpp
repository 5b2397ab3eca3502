#include "simd/vec_avx512.h"
// The vector type comes first.
#include "kernels/unary/unary_body.h"

namespace convolt {

void unary_avx512(const UnaryParams<float>& params) { unary_body(params); }

}  // namespace convolt
