#include "simd/vec_neon.h"
// The vector type comes first.
#include "kernels/gemm/gemm_body.h"

namespace convolt {

void gemm_neon(const GemmParams& params) { gemm_body(params); }

}  // namespace convolt
