#include "simd/vec_neon.h"
// The vector type comes first.
#include "kernels/box_muller/box_muller_body.h"

namespace convolt {

void box_muller_neon(const BoxMullerParams& params) { box_muller_body(params); }

}  // namespace convolt
