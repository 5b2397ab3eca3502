#include "simd/vec_neon.h"
// The vector type comes first.
#include "kernels/resample/resample_body.h"

namespace convolt {

void resample_neon(const ResampleParams& params) { resample_body(params); }

}  // namespace convolt
