#include "simd/vec_scalar.h"
// The vector type comes first.
#include "kernels/batch_norm/batch_norm_body.h"

namespace convolt {

void batch_norm_scalar(const BatchNormParams& params) { batch_norm_body(params); }

}  // namespace convolt
