#include "simd/vec_sse2.h"
// The vector type comes first.
#include "kernels/row_norm/row_norm_body.h"

namespace convolt {

void row_norm_sse2(const RowNormParams& params) { row_norm_body(params); }

}  // namespace convolt
