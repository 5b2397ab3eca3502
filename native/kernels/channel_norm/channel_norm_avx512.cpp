#include "simd/vec_avx512.h"
// The vector type comes first.
#include "kernels/channel_norm/channel_norm_body.h"

namespace convolt {

void channel_norm_avx512(const ChannelNormParams& params) { channel_norm_body(params); }

}  // namespace convolt
