#include "simd/vec_scalar.h"
// The vector type comes first.
#include "kernels/gemm/gemm_body.h"

namespace convolt {

void gemm_scalar(const GemmParams& params) { gemm_body(params); }

}  // namespace convolt
