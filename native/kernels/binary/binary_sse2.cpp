#include "simd/vec_sse2.h"
// The vector type comes first.
#include "kernels/binary/binary_body.h"

namespace convolt {

void binary_sse2(const BinaryParams<float>& params) { binary_body(params); }

}  // namespace convolt
