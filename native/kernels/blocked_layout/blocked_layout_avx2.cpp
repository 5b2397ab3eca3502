#include "simd/vec_avx2.h"
// The vector type comes first.
#include "kernels/blocked_layout/blocked_layout_body.h"

namespace convolt {

void to_blocked_avx2(const ToBlockedParams& params) { to_blocked_body(params); }
void from_blocked_avx2(const FromBlockedParams& params) { from_blocked_body(params); }

}  // namespace convolt
