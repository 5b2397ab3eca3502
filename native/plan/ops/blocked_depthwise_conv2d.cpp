// Depthwise convolution of blocked images, and the packing of its weights.
#include "kernels/blocked_depthwise_conv2d/blocked_depthwise_conv2d.h"

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/ops/blocked_conv.h"
#include "plan/ops/planes.h"
#include "plan/ops/residual.h"
#include "plan/split.h"

namespace convolt {
namespace {

/// Products that cost what kTaskFloats takes for a float that is moved.
constexpr int64_t kProductsPerFloat = 16;

class BlockedDepthwiseConv2d final : public Op {
 public:
  explicit BlockedDepthwiseConv2d(const BlockedConv& conv) : conv_(conv) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const int64_t rows = blocks_of(conv_.output_channels) * conv_.window.output_height;
    const int64_t products = conv_.window.output_width * kernels().channel_block * conv_.taps();
    const float* residual = residual_of(inputs);
    parallel_sample_ranges(pool, conv_.batch, rows, products / kProductsPerFloat, [&](int64_t sample, Range range) {
      kernels().blocked_depthwise_conv2d({inputs[0].as<float>() + sample * conv_.input_stride, inputs[1].as<float>(),
                                          inputs[2].as<float>(),
                                          residual == nullptr ? nullptr : residual + sample * conv_.residual_stride,
                                          outputs[0].as<float>() + sample * conv_.output_stride, conv_.output_channels,
                                          kernels().channel_block, conv_.window, conv_.activation, range});
    });
  }

 private:
  const BlockedConv conv_;
};

/// (channels, 1, height, width) in blocks is an image of windows.
class BlockedDepthwiseConv2dWeight final : public Op {
 public:
  explicit BlockedDepthwiseConv2dWeight(const TensorView& weight)
      : channels_(weight.shape[0]), taps_(weight.shape[2] * weight.shape[3]) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const int64_t block = kernels().channel_block;
    parallel_ranges(pool, blocks_of(channels_) * taps_, block, [&](Range range) {
      kernels().to_blocked({inputs[0].as<float>(), outputs[0].as<float>(), channels_, taps_, block, range});
    });
  }

 private:
  const int64_t channels_, taps_;
};

}  // namespace

std::unique_ptr<Op> prepare_blocked_depthwise_conv2d(const Attributes& attributes, const TensorViews& inputs,
                                                     const TensorViews& outputs) {
  const std::string op = "blockedDepthwiseConv2d";
  const BlockedConv conv = decode_blocked_conv(op, false, attributes, inputs, outputs);
  require(conv.groups == conv.input_channels && conv.groups == conv.output_channels,
          [&] { return op + " takes as many groups as channels, in and out"; });
  require_packed(op, inputs[1], {blocks_of(conv.output_channels), conv.window.kernel_height, conv.window.kernel_width,
                                 kernels().channel_block});
  return std::make_unique<BlockedDepthwiseConv2d>(conv);
}

std::unique_ptr<Op> prepare_blocked_depthwise_conv2d_weight(const Attributes&, const TensorViews& inputs,
                                                            const TensorViews& outputs) {
  const std::string op = "blockedDepthwiseConv2dWeight";
  require(inputs.size() == 1 && outputs.size() == 1, [&] { return op + " takes one input and one output"; });
  const TensorView& weight = inputs[0];
  bool fits = weight.dtype == DType::kFloat32 && weight.rank == 4 && weight.shape[1] == 1;
  for (int d = 0; d < weight.rank; ++d) fits = fits && weight.shape[d] >= 1 && weight.shape[d] <= kMaxExtent;
  require(fits, [&] { return op + ": " + to_string(weight) + " is no weight of one input channel a group"; });
  require_packed(op, outputs[0],
                 {blocks_of(weight.shape[0]), weight.shape[2], weight.shape[3], kernels().channel_block});
  return std::make_unique<BlockedDepthwiseConv2dWeight>(weight);
}

}  // namespace convolt
