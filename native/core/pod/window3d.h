// How a window of up to three dimensions slides over a volume.
#pragma once

#include <stdint.h>

#include "core/pod/window2d.h"

namespace convolt {

/// The output at (z, y, x) sees, through tap (d, i, j), what the plane's window has it see at (y, x) through (i, j), in
/// the input's plane z * stride_z - pad_front + d * dilation_z, and zero where there is no such plane.
struct Window3d {
  int64_t depth, kernel_depth;
  int64_t stride_z, pad_front, dilation_z;
  int64_t output_depth;
  Window2d plane;
};

}  // namespace convolt
