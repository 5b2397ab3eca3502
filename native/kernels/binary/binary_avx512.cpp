#include "simd/vec_avx512.h"
// The vector type comes first.
#include "kernels/binary/binary_body.h"

namespace convolt {

void binary_avx512(const BinaryParams<float>& params) { binary_body(params); }

}  // namespace convolt
