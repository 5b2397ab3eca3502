#include "kernels/col2im/col2im.h"

namespace convolt {
namespace {

/// The position whose tap lies at `at`; -1 if there is none.
int64_t position(int64_t at, int64_t tap, int64_t pad, int64_t dilation, int64_t stride, int64_t size) {
  const int64_t distance = at + pad - tap * dilation;
  return distance < 0 || distance % stride != 0 || distance / stride >= size ? -1 : distance / stride;
}

}  // namespace

void col2im_reference(const Col2imParams& p) {
  const Window3d& v = p.window;
  const Window2d& w = v.plane;
  const int64_t taps = v.kernel_depth * w.kernel_height * w.kernel_width;
  for (int64_t c = 0; c < p.channels; ++c) {
    for (int64_t z = p.output_depths.begin; z < p.output_depths.end; ++z) {
      for (int64_t y = 0; y < w.output_height; ++y) {
        for (int64_t x = 0; x < w.output_width; ++x) {
          double sum = p.bias == nullptr ? 0.0 : p.bias[c];
          for (int64_t tap = 0; tap < taps; ++tap) {
            const int64_t d = tap / w.kernel_width / w.kernel_height;
            const int64_t i = tap / w.kernel_width % w.kernel_height, j = tap % w.kernel_width;
            const int64_t qz = position(z, d, v.pad_front, v.dilation_z, v.stride_z, v.depth);
            const int64_t qy = position(y, i, w.pad_top, w.dilation_y, w.stride_y, w.height);
            const int64_t qx = position(x, j, w.pad_left, w.dilation_x, w.stride_x, w.width);
            if (qz < 0 || qy < 0 || qx < 0) continue;
            const int64_t plane = (c * taps + tap) * (p.depths.end - p.depths.begin) + qz - p.depths.begin;
            sum += p.columns[(plane * w.height + qy) * w.width + qx];
          }
          p.output[((c * v.output_depth + z) * w.output_height + y) * w.output_width + x] = static_cast<float>(sum);
        }
      }
    }
  }
}

}  // namespace convolt
