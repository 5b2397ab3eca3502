// The convolution that leads from a plain image of few channels into the blocked layout, and the packing of its weights:
// [ceil(K / c), C, kh, kw, c].
#include "kernels/stem_conv2d/stem_conv2d.h"

#include <algorithm>

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/ops/blocked_conv.h"
#include "plan/ops/planes.h"
#include "plan/ops/residual.h"
#include "plan/split.h"

namespace convolt {
namespace {

/// Multiply-adds a task: worth a hand-over to another thread. Smaller layers stay on the calling one.
constexpr int64_t kTaskProducts = 1 << 19;

class StemConv2d final : public Op {
 public:
  explicit StemConv2d(const BlockedConv& conv) : conv_(conv), depth_(conv.input_channels * conv.taps()) {}

  size_t workspace_bytes(int threads) const override {
    return static_cast<size_t>(threads) * workspace_floats() * sizeof(float);
  }

  void run(const TensorViews& inputs, const TensorViews& outputs, void* workspace, ThreadPool& pool) const override {
    const BlockedConv& c = conv_;
    const int64_t height = c.window.output_height;
    const int64_t row_products = c.window.output_width * depth_ * blocks_of(c.output_channels) * kernels().channel_block;
    const int64_t rows_per_task = std::min(kTaskProducts / row_products + 1, height);
    const int64_t tasks_per_sample = ceil_div(height, rows_per_task);
    const float* residual = residual_of(inputs);
    pool.parallel_for(c.batch * tasks_per_sample, [&](int64_t task, int worker) {
      const int64_t sample = task / tasks_per_sample, row = task % tasks_per_sample * rows_per_task;
      kernels().stem_conv2d({inputs[0].as<float>() + sample * c.input_stride,
                             inputs[1].as<float>(),
                             inputs[2].as<float>(),
                             residual == nullptr ? nullptr : residual + sample * c.residual_stride,
                             outputs[0].as<float>() + sample * c.output_stride,
                             kernels().channel_block,
                             c.input_channels,
                             c.output_channels,
                             c.window,
                             c.activation,
                             {row, std::min(row + rows_per_task, height)},
                             static_cast<float*>(workspace) + worker * workspace_floats()});
    });
  }

 private:
  /// What a row of outputs sees, in whole cache lines.
  int64_t workspace_floats() const {
    constexpr int64_t kLineFloats = 16;
    const Window2d& w = conv_.window;
    const int64_t width = (w.output_width - 1) * w.stride_x + (w.kernel_width - 1) * w.dilation_x + 1;
    return ceil_div(conv_.input_channels * w.kernel_height * width, kLineFloats) * kLineFloats;
  }

  const BlockedConv conv_;
  const int64_t depth_;
};

class StemConv2dWeight final : public Op {
 public:
  explicit StemConv2dWeight(const TensorView& weight)
      : outputs_(weight.shape[0]), depth_(weight.shape[1] * weight.shape[2] * weight.shape[3]) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool&) const override {
    kernels().stem_conv2d_weight({inputs[0].as<float>(), outputs[0].as<float>(), kernels().channel_block, outputs_,
                                  depth_, {0, ceil_div(blocks_of(outputs_), kPanelBlocks)}});
  }

 private:
  const int64_t outputs_, depth_;
};

}  // namespace

std::unique_ptr<Op> prepare_stem_conv2d(const Attributes& attributes, const TensorViews& inputs,
                                        const TensorViews& outputs) {
  const BlockedConv conv = decode_blocked_conv("stemConv2d", true, attributes, inputs, outputs);
  require(conv.groups == 1, "stemConv2d: attribute 'groups' must be 1");
  require_packed("stemConv2d", inputs[1],
                 {blocks_of(conv.output_channels), conv.input_channels, conv.window.kernel_height,
                  conv.window.kernel_width, kernels().channel_block});
  return std::make_unique<StemConv2d>(conv);
}

std::unique_ptr<Op> prepare_stem_conv2d_weight(const Attributes&, const TensorViews& inputs,
                                               const TensorViews& outputs) {
  require(inputs.size() == 1 && outputs.size() == 1, "stemConv2dWeight takes one input and one output");
  const TensorView& weight = inputs[0];
  bool fits = weight.dtype == DType::kFloat32 && weight.rank == 4;
  for (int d = 0; d < 4; ++d) fits = fits && weight.shape[d] > 0 && weight.shape[d] <= kMaxExtent;
  require(fits, [&] { return "stemConv2dWeight: weight " + to_string(weight) + " is out of range"; });
  require_packed("stemConv2dWeight", outputs[0],
                 {blocks_of(weight.shape[0]), weight.shape[1], weight.shape[2], weight.shape[3],
                  kernels().channel_block});
  return std::make_unique<StemConv2dWeight>(weight);
}

}  // namespace convolt
