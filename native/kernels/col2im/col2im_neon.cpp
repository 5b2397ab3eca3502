#include "simd/vec_neon.h"
// The vector type comes first.
#include "kernels/col2im/col2im_body.h"

namespace convolt {

void col2im_neon(const Col2imParams& params) { col2im_body(params); }

}  // namespace convolt
