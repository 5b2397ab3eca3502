#include "simd/vec_sse2.h"
// The vector type comes first.
#include "kernels/col2im/col2im_body.h"

namespace convolt {

void col2im_sse2(const Col2imParams& params) { col2im_body(params); }

}  // namespace convolt
