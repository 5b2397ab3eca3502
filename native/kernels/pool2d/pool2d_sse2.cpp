#include "simd/vec_sse2.h"
// The vector type comes first.
#include "kernels/pool2d/pool2d_body.h"

namespace convolt {

void pool2d_sse2(const Pool2dParams& params) { pool2d_body(params); }

}  // namespace convolt
