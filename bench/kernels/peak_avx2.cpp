#include "simd/vec_avx2.h"
// The vector type comes first.
#include "kernels/peak_body.h"

namespace convolt::bench {

int64_t peak_avx2(int64_t rounds) { return peak_body(rounds); }

}  // namespace convolt::bench
