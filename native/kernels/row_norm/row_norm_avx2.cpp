#include "simd/vec_avx2.h"
// The vector type comes first.
#include "kernels/row_norm/row_norm_body.h"

namespace convolt {

void row_norm_avx2(const RowNormParams& params) { row_norm_body(params); }

}  // namespace convolt
