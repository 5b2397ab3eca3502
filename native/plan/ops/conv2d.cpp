// Convolution: depthwise where every group has one input channel, else im2col and GEMM.
#include "kernels/conv2d/conv2d.h"

#include <algorithm>
#include <string>

#include "core/error.h"
#include "core/memory.h"
#include "dispatch/kernel_table.h"
#include "plan/activation.h"
#include "plan/ops.h"
#include "plan/ops/planes.h"

namespace convolt {
namespace {

struct Geometry {
  int64_t batch, groups;
  int64_t input_channels, output_channels;  // of one group
  Window2d window;
  Activation activation;

  int64_t input_plane() const { return window.height * window.width; }
  int64_t output_plane() const { return window.output_height * window.output_width; }
  int64_t taps() const { return window.kernel_height * window.kernel_width; }
};

const float* offset(const float* base, int64_t elements) { return base == nullptr ? nullptr : base + elements; }

int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }

/// Multiply-adds a task: worth a hand-over to another thread. Smaller layers stay on the calling one.
constexpr int64_t kTaskProducts = 1 << 19;
/// The same where each product takes longer: depthwise kernels wait for memory.
constexpr int64_t kDepthwiseTaskProducts = 1 << 17;

/// Splits a group's output into blocks of channels by pixels. A block packs its own piece of the image, so fewer
/// channel blocks mean less packing; narrow enough, its part of the weights stays in the L2 cache from panel to panel.
class Conv2d final : public Op {
 public:
  explicit Conv2d(const Geometry& geometry) : geometry_(geometry) {
    // A 1x1 window of stride 1 sees the plane as it lies: one long row.
    Window2d& w = geometry_.window;
    if (w.kernel_height == 1 && w.kernel_width == 1 && w.stride_y == 1 && w.stride_x == 1 &&
        w.height == w.output_height && w.width == w.output_width) {
      w.width = w.output_width = geometry.input_plane();
      w.height = w.output_height = 1;
    }
  }

  size_t workspace_bytes(int threads) const override {
    return static_cast<size_t>(threads) * kGemmWorkspaceFloats * sizeof(float);
  }

  void run(const TensorViews& inputs, const TensorViews& outputs, void* workspace, ThreadPool& pool) const override {
    const Geometry& g = geometry_;
    if (g.batch == 0) return;
    const Blocks blocks = split(pool.threads());
    const int64_t pixel_blocks = ceil_div(g.output_plane(), blocks.pixels);
    const int64_t channel_blocks = ceil_div(g.output_channels, blocks.channels);
    const int64_t blocks_per_group = pixel_blocks * channel_blocks;
    const int64_t count = g.batch * g.groups * blocks_per_group;
    const int64_t block_products = blocks.channels * blocks.pixels * g.input_channels * g.taps();
    const int64_t blocks_per_task = kTaskProducts / block_products + 1;
    pool.parallel_for(ceil_div(count, blocks_per_task), [&](int64_t task, int worker) {
      const int64_t end = std::min((task + 1) * blocks_per_task, count);
      for (int64_t block = task * blocks_per_task; block < end; ++block) {
        const int64_t plane = block / blocks_per_group;  // sample by sample, group by group
        const int64_t channel = block % blocks_per_group / pixel_blocks * blocks.channels;
        const int64_t pixel = block % pixel_blocks * blocks.pixels;
        const int64_t first_channel = plane % g.groups * g.output_channels;
        kernels().conv2d({inputs[0].as<float>() + plane * g.input_channels * g.input_plane(),
                          inputs[1].as<float>() + first_channel * g.input_channels * g.taps(),
                          offset(inputs[2].as<float>(), first_channel),
                          outputs[0].as<float>() + plane * g.output_channels * g.output_plane(),
                          g.input_channels,
                          g.window,
                          g.activation,
                          {channel, std::min(channel + blocks.channels, g.output_channels)},
                          {pixel, std::min(pixel + blocks.pixels, g.output_plane())},
                          static_cast<float*>(workspace) + worker * kGemmWorkspaceFloats});
      }
    });
  }

 private:
  struct Blocks {
    int64_t channels, pixels;
  };

  static constexpr int64_t kMaxChannels = 512, kMinChannels = 48;
  static constexpr int64_t kMaxPanels = 16, kMinPanels = 2;
  static constexpr int64_t kTasksPerThread = 4;

  /// The largest blocks that leave every thread several of them. Results do not depend on the blocks.
  Blocks split(int threads) const {
    const Geometry& g = geometry_;
    const int64_t panels = ceil_div(g.output_plane(), kGemmPanelColumns);
    const int64_t wanted = threads == 1 ? 1 : ceil_div(kTasksPerThread * threads, g.batch * g.groups);
    int64_t pixel_blocks = std::max(ceil_div(panels, kMaxPanels), std::min(wanted, panels / kMinPanels));
    int64_t channel_blocks = ceil_div(g.output_channels, kMaxChannels);
    if (pixel_blocks * channel_blocks < wanted) {
      const int64_t more = std::min(ceil_div(wanted, pixel_blocks), g.output_channels / kMinChannels);
      channel_blocks = std::max(channel_blocks, more);
    }
    return {ceil_div(g.output_channels, channel_blocks), ceil_div(panels, pixel_blocks) * kGemmPanelColumns};
  }

  Geometry geometry_;
};

class DepthwiseConv2d final : public Op {
 public:
  explicit DepthwiseConv2d(const Geometry& geometry) : geometry_(geometry) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const Geometry& g = geometry_;
    const int64_t channels = g.groups * g.output_channels;
    const int64_t planes = g.batch * channels;
    const int64_t planes_per_task = kDepthwiseTaskProducts / (g.output_plane() * g.taps()) + 1;
    const float* bias = inputs[2].as<float>();
    pool.parallel_for(ceil_div(planes, planes_per_task), [&](int64_t task, int) {
      const int64_t end = std::min((task + 1) * planes_per_task, planes);
      for (int64_t plane = task * planes_per_task; plane < end; ++plane) {
        const int64_t channel = plane % channels;
        kernels().depthwise_conv2d({inputs[0].as<float>() + plane / g.output_channels * g.input_plane(),
                                    inputs[1].as<float>() + channel * g.taps(),
                                    bias == nullptr ? 0.0f : bias[channel],
                                    outputs[0].as<float>() + plane * g.output_plane(),
                                    g.window,
                                    g.activation,
                                    {0, g.window.output_height}});
      }
    });
  }

 private:
  const Geometry geometry_;
};

/// Positions of a window of `kernel` taps on `size` elements with `padding` around them.
int64_t positions(int64_t size, int64_t kernel, int64_t padding, int64_t stride, int64_t dilation) {
  const int64_t room = size + padding - dilation * (kernel - 1) - 1;
  return room < 0 ? 0 : room / stride + 1;
}

}  // namespace

std::unique_ptr<Op> prepare_conv2d(const Attributes& attributes, const TensorViews& inputs,
                                   const TensorViews& outputs) {
  require(inputs.size() == 3 && outputs.size() == 1, "conv2d takes input, weight and bias, and one output");
  const TensorView &x = inputs[0], &weight = inputs[1], &bias = inputs[2], &y = outputs[0];
  require(x.dtype == DType::kFloat32 && weight.dtype == DType::kFloat32 && y.dtype == DType::kFloat32,
          "conv2d takes float32");
  require((x.rank == 3 || x.rank == 4) && weight.rank == 4 && y.rank == x.rank,
          "conv2d: input and output are (N, C, H, W) or (C, H, W), weight is 4-d");
  for (int d = 0; d < 4; ++d) {
    require(weight.shape[d] > 0 && weight.shape[d] <= INT32_MAX,
            [&] { return "conv2d: weight " + to_string(weight) + " is out of range"; });
  }
  const std::vector<int64_t> stride = extents(attributes, "stride", 2, 1);
  const std::vector<int64_t> padding = extents(attributes, "padding", 4, 0);  // top, left, bottom, right
  const std::vector<int64_t> dilation = extents(attributes, "dilation", 2, 1);
  const int64_t groups = attributes.integer("groups");
  const int64_t *x_size = x.shape + x.rank - 3, *y_size = y.shape + y.rank - 3;  // channels, height, width
  require(groups > 0 && weight.shape[0] % groups == 0 && x_size[0] == weight.shape[1] * groups,
          [&] {
            return "conv2d: input " + to_string(x) + " does not fit weight " + to_string(weight) + " and its groups";
          });
  require(!bias.present() || (bias.dtype == DType::kFloat32 && bias.rank == 1 && bias.shape[0] == weight.shape[0]),
          [&] { return "conv2d: bias " + to_string(bias) + " does not fit weight " + to_string(weight); });

  Geometry geometry{};
  geometry.batch = x.rank == 4 ? x.shape[0] : 1;
  geometry.groups = groups;
  geometry.input_channels = weight.shape[1];
  geometry.output_channels = weight.shape[0] / groups;
  geometry.activation = decode_activation(attributes);
  Window2d& w = geometry.window;
  w = {x_size[1], x_size[2], weight.shape[2], weight.shape[3], stride[0], stride[1],
       padding[0], padding[1], dilation[0], dilation[1], y_size[1], y_size[2]};
  const int64_t height = positions(w.height, w.kernel_height, padding[0] + padding[2], stride[0], dilation[0]);
  const int64_t width = positions(w.width, w.kernel_width, padding[1] + padding[3], stride[1], dilation[1]);
  require(height > 0 && width > 0 && w.output_height == height && w.output_width == width &&
              y_size[0] == weight.shape[0] && (y.rank == 3 || y.shape[0] == geometry.batch),
          [&] {
            return "conv2d: output " + to_string(y) + " does not fit input " + to_string(x) + " and weight " +
                   to_string(weight);
          });
  if (groups > 1 && geometry.input_channels == 1) return std::make_unique<DepthwiseConv2d>(geometry);
  return std::make_unique<Conv2d>(geometry);
}

}  // namespace convolt
