#include "simd/vec_sse2.h"
// The vector type comes first.
#include "kernels/adaptive_avg_pool2d/adaptive_avg_pool2d_body.h"

namespace convolt {

void adaptive_avg_pool2d_sse2(const AdaptiveAvgPool2dParams& params) { adaptive_avg_pool2d_body(params); }

}  // namespace convolt
