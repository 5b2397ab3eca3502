// Sums of overlapping windows, float32: the way back from an im2col matrix to volumes.
#pragma once

#include <stdint.h>

#include "core/pod/range.h"
#include "core/pod/window3d.h"

namespace convolt {

/// The window is that of the convolution that would see the output from the positions of its grid: position (z, y, x)
/// adds its column's tap (d, i, j) to the output at (z * stride_z - pad_front + d * dilation_z, …). So depth, height and
/// width are the grid's, and output_depth, … the output's.
struct Col2imParams {
  const float* columns;  // [channels][taps][depths][height][width]
  const float* bias;     // [channels], or null
  float* output;         // [channels][output_depth][output_height][output_width]
  int64_t channels;
  Window3d window;
  Range depths;         // the planes of the grid that `columns` holds; at least those that the output sees
  Range output_depths;  // what this call computes: these planes of every channel
  float* workspace;     // col2im_workspace_floats(output_width)
};

/// Scratch memory of one call, in floats.
constexpr int64_t col2im_workspace_floats(int64_t output_width) { return 2 * output_width; }

using Col2imKernel = void (*)(const Col2imParams&);

void col2im_reference(const Col2imParams&);
void col2im_scalar(const Col2imParams&);
void col2im_sse2(const Col2imParams&);
void col2im_avx2(const Col2imParams&);
void col2im_avx512(const Col2imParams&);
void col2im_neon(const Col2imParams&);

}  // namespace convolt
