#include "simd/vec_scalar.h"
// The vector type comes first.
#include "kernels/blocked_layout/blocked_layout_body.h"

namespace convolt {

void to_blocked_scalar(const ToBlockedParams& params) { to_blocked_body(params); }
void from_blocked_scalar(const FromBlockedParams& params) { from_blocked_body(params); }

}  // namespace convolt
