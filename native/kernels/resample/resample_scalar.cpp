#include "simd/vec_scalar.h"
// The vector type comes first.
#include "kernels/resample/resample_body.h"

namespace convolt {

void resample_scalar(const ResampleParams& params) { resample_body(params); }

}  // namespace convolt
