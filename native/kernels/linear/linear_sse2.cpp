#include "simd/vec_sse2.h"
// The vector type comes first.
#include "kernels/linear/linear_body.h"

namespace convolt {

void linear_sse2(const LinearParams& params) { linear_body(params); }

}  // namespace convolt
