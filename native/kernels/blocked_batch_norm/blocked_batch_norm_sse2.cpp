#include "simd/vec_sse2.h"
// The vector type comes first.
#include "kernels/blocked_batch_norm/blocked_batch_norm_body.h"

namespace convolt {

void blocked_batch_norm_sse2(const BlockedBatchNormParams& params) { blocked_batch_norm_body(params); }

}  // namespace convolt
