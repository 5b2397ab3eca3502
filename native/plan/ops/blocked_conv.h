// What convolutions share that write blocked images: (N, ceil(C / c), H, W, c), c = kernels().channel_block.
#pragma once

#include <string>

#include "core/attributes.h"
#include "core/pod/activation.h"
#include "core/pod/window2d.h"
#include "core/tensor_view.h"

namespace convolt {

struct BlockedConv {
  int64_t batch;
  int64_t input_channels, output_channels, groups;
  int64_t input_stride, output_stride, residual_stride;  // from one sample to the next
  Window2d window;
  Activation activation;

  int64_t taps() const { return window.kernel_height * window.kernel_width; }
  int64_t output_pixels() const { return window.output_height * window.output_width; }
};

/// Blocks of the layout that hold so many channels.
int64_t blocks_of(int64_t channels);

/// Reads the attributes `inChannels`, `outChannels`, `kernel`, `stride`, `padding` (top, left, bottom, right),
/// `dilation`, `groups` and the activation's, and checks all inputs but the weight, which is opaque. Throws an Error when
/// something does not fit.
///
/// @param inputs image, blocked or plain, packed weight, bias or absent, and perhaps the blocked residual
/// @param outputs the blocked output
BlockedConv decode_blocked_conv(const std::string& op, bool plain_input, const Attributes& attributes,
                                const TensorViews& inputs, const TensorViews& outputs);

/// Throws an Error unless it is a float32 of that shape.
void require_packed(const std::string& op, const TensorView& packed, const std::vector<int64_t>& shape);

}  // namespace convolt
