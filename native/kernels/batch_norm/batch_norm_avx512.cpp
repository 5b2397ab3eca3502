#include "simd/vec_avx512.h"
// The vector type comes first.
#include "kernels/batch_norm/batch_norm_body.h"

namespace convolt {

void batch_norm_avx512(const BatchNormParams& params) { batch_norm_body(params); }

}  // namespace convolt
