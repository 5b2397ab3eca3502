#include "simd/vec_scalar.h"
// The vector type comes first.
#include "kernels/binary/binary_body.h"

namespace convolt {

void binary_scalar(const BinaryParams<float>& params) { binary_body(params); }

}  // namespace convolt
