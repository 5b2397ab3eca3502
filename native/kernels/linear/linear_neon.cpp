#include "simd/vec_neon.h"
// The vector type comes first.
#include "kernels/linear/linear_body.h"

namespace convolt {

void linear_neon(const LinearParams& params) { linear_body(params); }

}  // namespace convolt
