#include "simd/vec_neon.h"
// The vector type comes first.
#include "kernels/row_norm/row_norm_body.h"

namespace convolt {

void row_norm_neon(const RowNormParams& params) { row_norm_body(params); }

}  // namespace convolt
