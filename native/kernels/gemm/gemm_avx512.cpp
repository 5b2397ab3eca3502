#include "simd/vec_avx512.h"
// The vector type comes first.
#include "kernels/gemm/gemm_body.h"

namespace convolt {

void gemm_avx512(const GemmParams& params) { gemm_body(params); }

}  // namespace convolt
