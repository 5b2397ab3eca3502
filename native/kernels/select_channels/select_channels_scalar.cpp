#include "simd/vec_scalar.h"
// The vector type comes first.
#include "kernels/select_channels/select_channels_body.h"

namespace convolt {

void select_channels_scalar(const SelectChannelsParams& params) { select_channels_body(params); }

}  // namespace convolt
