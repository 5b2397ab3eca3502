#include "simd/vec_sse2.h"
// The vector type comes first.
#include "kernels/gemm/gemm_body.h"

namespace convolt {

void gemm_sse2(const GemmParams& params) { gemm_body(params); }

}  // namespace convolt
