#include "simd/vec_neon.h"
// The vector type comes first.
#include "kernels/select_channels/select_channels_body.h"

namespace convolt {

void select_channels_neon(const SelectChannelsParams& params) { select_channels_body(params); }

}  // namespace convolt
