// Layout: planes of `inner` floats, one for each channel of each sample, without gaps.
//
// Algorithm: the scale and the shift are broadcast for the length of a plane. Where a plane is a single float, as after
// a linear layer, they are loaded beside the inputs instead, up to the next sample.
//
// Numerical contract: one fused multiply-add an element, or a product and a sum where the ISA has none.
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/batch_norm/batch_norm.h"

namespace convolt {
namespace {

CONVOLT_INLINE void scale_plane(const float* x, float* y, int64_t count, Vec scale, Vec shift) {
  int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) store(y + i, fma(load(x + i), scale, shift));
  const int rest = static_cast<int>(count - i);
  if (rest > 0) store_partial(y + i, fma(load_partial(x + i, rest), scale, shift), rest);
}

CONVOLT_INLINE void scale_channels(const float* x, float* y, int64_t count, const float* scale, const float* shift) {
  int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) store(y + i, fma(load(x + i), load(scale + i), load(shift + i)));
  const int rest = static_cast<int>(count - i);
  if (rest > 0) {
    const Vec result = fma(load_partial(x + i, rest), load_partial(scale + i, rest), load_partial(shift + i, rest));
    store_partial(y + i, result, rest);
  }
}

CONVOLT_INLINE void batch_norm_body(const BatchNormParams& params) {
  for (int64_t plane = params.planes.begin; plane < params.planes.end;) {
    const int64_t channel = plane % params.channels;
    const float* x = params.x + plane * params.inner;
    float* y = params.y + plane * params.inner;
    if (params.inner == 1) {
      const int64_t to_sample_end = params.channels - channel;
      const int64_t to_range_end = params.planes.end - plane;
      const int64_t count = to_sample_end < to_range_end ? to_sample_end : to_range_end;
      scale_channels(x, y, count, params.scale + channel, params.shift + channel);
      plane += count;
    } else {
      scale_plane(x, y, params.inner, broadcast(params.scale[channel]), broadcast(params.shift[channel]));
      ++plane;
    }
  }
}

}  // namespace
}  // namespace convolt
