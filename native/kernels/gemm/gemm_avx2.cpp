#include "simd/vec_avx2.h"
// The vector type comes first.
#include "kernels/gemm/gemm_body.h"

namespace convolt {

void gemm_avx2(const GemmParams& params) { gemm_body(params); }

}  // namespace convolt
