#include "simd/vec_neon.h"
// The vector type comes first.
#include "kernels/channel_norm/channel_norm_body.h"

namespace convolt {

void channel_norm_neon(const ChannelNormParams& params) { channel_norm_body(params); }

}  // namespace convolt
