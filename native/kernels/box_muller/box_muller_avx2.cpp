#include "simd/vec_avx2.h"
// The vector type comes first.
#include "kernels/box_muller/box_muller_body.h"

namespace convolt {

void box_muller_avx2(const BoxMullerParams& params) { box_muller_body(params); }

}  // namespace convolt
