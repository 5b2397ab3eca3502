#include "simd/vec_avx2.h"
// The vector type comes first.
#include "kernels/binary/binary_body.h"

namespace convolt {

void binary_avx2(const BinaryParams<float>& params) { binary_body(params); }

}  // namespace convolt
