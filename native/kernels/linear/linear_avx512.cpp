#include "simd/vec_avx512.h"
// The vector type comes first.
#include "kernels/linear/linear_body.h"

namespace convolt {

void linear_avx512(const LinearParams& params) { linear_body(params); }

}  // namespace convolt
