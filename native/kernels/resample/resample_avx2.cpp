#include "simd/vec_avx2.h"
// The vector type comes first.
#include "kernels/resample/resample_body.h"

namespace convolt {

void resample_avx2(const ResampleParams& params) { resample_body(params); }

}  // namespace convolt
