// How a two-dimensional window slides over a plane: what convolution kernels know of their geometry.
#pragma once

#include <stdint.h>

namespace convolt {

/// The output at (y, x) sees, through tap (i, j), the input at (y * stride_y - pad_top + i * dilation_y,
/// x * stride_x - pad_left + j * dilation_x), and zero where that lies outside.
struct Window2d {
  int64_t height, width;
  int64_t kernel_height, kernel_width;
  int64_t stride_y, stride_x;
  int64_t pad_top, pad_left;
  int64_t dilation_y, dilation_x;
  int64_t output_height, output_width;
};

}  // namespace convolt
