#include "simd/vec_scalar.h"
// The vector type comes first.
#include "kernels/linear/linear_body.h"

namespace convolt {

void linear_scalar(const LinearParams& params) { linear_body(params); }

}  // namespace convolt
