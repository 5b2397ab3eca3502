#include "simd/vec_sse2.h"
// The vector type comes first.
#include "kernels/channel_norm/channel_norm_body.h"

namespace convolt {

void channel_norm_sse2(const ChannelNormParams& params) { channel_norm_body(params); }

}  // namespace convolt
