#include "simd/vec_scalar.h"
// The vector type comes first.
#include "kernels/row_norm/row_norm_body.h"

namespace convolt {

void row_norm_scalar(const RowNormParams& params) { row_norm_body(params); }

}  // namespace convolt
