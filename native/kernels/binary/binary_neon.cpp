#include "simd/vec_neon.h"
// The vector type comes first.
#include "kernels/binary/binary_body.h"

namespace convolt {

void binary_neon(const BinaryParams<float>& params) { binary_body(params); }

}  // namespace convolt
