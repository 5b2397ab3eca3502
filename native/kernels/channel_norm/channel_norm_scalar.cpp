#include "simd/vec_scalar.h"
// The vector type comes first.
#include "kernels/channel_norm/channel_norm_body.h"

namespace convolt {

void channel_norm_scalar(const ChannelNormParams& params) { channel_norm_body(params); }

}  // namespace convolt
