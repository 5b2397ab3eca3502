// Images in the blocked layout: (samples, blocks, height, width, lanes), kernels().channel_block channels a block.
#pragma once

#include <string>

#include "core/error.h"
#include "core/tensor_view.h"
#include "dispatch/kernel_table.h"
#include "plan/ops/blocked_conv.h"
#include "plan/ops/planes.h"

namespace convolt {

/// Throws an Error unless `view` is a blocked float32 image of `channels` channels, with sizes from 1 to kMaxExtent but
/// for the batch.
inline void require_blocked(const char* op, const TensorView& view, int64_t channels) {
  bool fits = view.dtype == DType::kFloat32 && view.rank == 5 && view.shape[1] == blocks_of(channels) &&
              view.shape[4] == kernels().channel_block;
  for (int d = 1; d < 4; ++d) fits = fits && view.shape[d] >= 1 && view.shape[d] <= kMaxExtent;
  require(fits, [&] {
    return std::string(op) + ": " + to_string(view) + " is no blocked image of " + std::to_string(channels) +
           " channels";
  });
}

}  // namespace convolt
