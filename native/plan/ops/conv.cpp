// Convolution of sequences, images and volumes: depthwise where every group of an image has one input channel, else
// im2col and GEMM. A sequence is an image of height 1, an image a volume of depth 1.
#include "kernels/conv/conv.h"

#include <algorithm>
#include <string>

#include "core/error.h"
#include "core/memory.h"
#include "dispatch/kernel_table.h"
#include "plan/activation.h"
#include "plan/ops.h"
#include "plan/ops/planes.h"
#include "plan/ops/residual.h"
#include "plan/split.h"

namespace convolt {
namespace {

struct Geometry {
  int64_t batch, groups;
  int64_t input_channels, output_channels;  // of one group
  int64_t input_stride, output_stride;      // from one sample to the next
  Window3d window;
  Activation activation;

  int64_t input_volume() const { return window.depth * window.plane.height * window.plane.width; }
  int64_t output_volume() const {
    return window.output_depth * window.plane.output_height * window.plane.output_width;
  }
  int64_t taps() const { return window.kernel_depth * window.plane.kernel_height * window.plane.kernel_width; }
};

const float* offset(const float* base, int64_t elements) { return base == nullptr ? nullptr : base + elements; }

/// Multiply-adds a task: worth a hand-over to another thread. Smaller layers stay on the calling one.
constexpr int64_t kTaskProducts = 1 << 19;
/// The same where each product takes longer: depthwise kernels wait for memory.
constexpr int64_t kDepthwiseTaskProducts = 1 << 17;

/// Splits a group's output into blocks of channels by pixels. A block packs its own piece of the image; narrow enough, its
/// part of the weights stays in the L2 cache from panel to panel.
class Conv final : public Op {
 public:
  explicit Conv(const Geometry& geometry) : geometry_(geometry) {
    // A window of one tap and stride 1 sees the volume as it lies: one long row.
    Window3d& v = geometry_.window;
    Window2d& w = v.plane;
    if (geometry.taps() == 1 && v.stride_z == 1 && w.stride_y == 1 && w.stride_x == 1 && v.depth == v.output_depth &&
        w.height == w.output_height && w.width == w.output_width) {
      w.width = w.output_width = geometry.input_volume();
      v.depth = v.output_depth = w.height = w.output_height = 1;
    }
  }

  size_t workspace_bytes(int threads) const override {
    return static_cast<size_t>(threads) * kGemmWorkspaceFloats * sizeof(float);
  }

  void run(const TensorViews& inputs, const TensorViews& outputs, void* workspace, ThreadPool& pool) const override {
    const Geometry& g = geometry_;
    if (g.batch == 0) return;
    const Blocks blocks = split(pool.threads());
    const int64_t pixel_blocks = ceil_div(g.output_volume(), blocks.pixels);
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
        const int64_t sample = plane / g.groups, group = plane % g.groups;
        const int64_t first_channel = group * g.output_channels;
        kernels().conv({inputs[0].as<float>() + sample * g.input_stride + group * g.input_channels * g.input_volume(),
                          inputs[1].as<float>() + first_channel * g.input_channels * g.taps(),
                          offset(inputs[2].as<float>(), first_channel),
                          offset(residual_of(inputs), plane * g.output_channels * g.output_volume()),
                          outputs[0].as<float>() + sample * g.output_stride + first_channel * g.output_volume(),
                          g.input_channels,
                          g.window,
                          g.activation,
                          {channel, std::min(channel + blocks.channels, g.output_channels)},
                          {pixel, std::min(pixel + blocks.pixels, g.output_volume())},
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
  static constexpr int64_t kTasksPerThread = 2;

  /// The largest blocks that leave every thread some of them. Each cut has one side read once more, the weights by a
  /// block of pixels, the image by a block of channels; so the longer side is cut. Results do not depend on the blocks.
  Blocks split(int threads) const {
    const Geometry& g = geometry_;
    const int64_t panels = ceil_div(g.output_volume(), kGemmPanelColumns);
    const int64_t wanted = threads == 1 ? 1 : ceil_div(kTasksPerThread * threads, g.batch * g.groups);
    int64_t pixel_blocks = ceil_div(panels, kMaxPanels), channel_blocks = ceil_div(g.output_channels, kMaxChannels);
    while (pixel_blocks * channel_blocks < wanted) {
      const int64_t width = ceil_div(panels, pixel_blocks), channels = ceil_div(g.output_channels, channel_blocks);
      const bool wide = width >= 2 * kMinPanels, tall = channels >= 2 * kMinChannels;
      if (tall && (!wide || channels > width * kGemmPanelColumns)) {
        ++channel_blocks;
      } else if (wide) {
        ++pixel_blocks;
      } else {
        break;
      }
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
    const int64_t planes_per_task = kDepthwiseTaskProducts / (g.output_volume() * g.taps()) + 1;
    const float* bias = inputs[2].as<float>();
    pool.parallel_for(ceil_div(planes, planes_per_task), [&](int64_t task, int) {
      const int64_t end = std::min((task + 1) * planes_per_task, planes);
      for (int64_t plane = task * planes_per_task; plane < end; ++plane) {
        const int64_t sample = plane / channels, channel = plane % channels;
        const int64_t input_channel = channel / g.output_channels;
        kernels().depthwise_conv2d({inputs[0].as<float>() + sample * g.input_stride + input_channel * g.input_volume(),
                                    inputs[1].as<float>() + channel * g.taps(),
                                    bias == nullptr ? 0.0f : bias[channel],
                                    offset(residual_of(inputs), plane * g.output_volume()),
                                    outputs[0].as<float>() + sample * g.output_stride + channel * g.output_volume(),
                                    g.window.plane,
                                    g.activation,
                                    {0, g.window.plane.output_height}});
      }
    });
  }

 private:
  const Geometry geometry_;
};

/// Puts a list of one to three extents at the end of a list of three ones or zeros.
std::vector<int64_t> to_three(std::vector<int64_t> extents, int64_t missing) {
  extents.insert(extents.begin(), 3 - extents.size(), missing);
  return extents;
}

}  // namespace

std::unique_ptr<Op> prepare_conv(int dims, const Attributes& attributes, const TensorViews& inputs,
                                 const TensorViews& outputs) {
  const std::string op = "conv" + std::to_string(dims) + "d";
  require((inputs.size() == 3 || inputs.size() == 4) && outputs.size() == 1,
          [&] { return op + " takes input, weight, bias and perhaps a residual, and one output"; });
  const TensorView &x = inputs[0], &weight = inputs[1], &bias = inputs[2], &y = outputs[0];
  require(x.dtype == DType::kFloat32 && weight.dtype == DType::kFloat32 && y.dtype == DType::kFloat32,
          [&] { return op + " takes float32"; });
  require((x.rank == dims + 1 || x.rank == dims + 2) && weight.rank == dims + 2 && y.rank == x.rank, [&] {
    return op + ": input " + to_string(x) + ", weight " + to_string(weight) + " or output " + to_string(y) +
           " has the wrong rank";
  });
  for (int d = 0; d < weight.rank; ++d) {
    require(weight.shape[d] > 0 && weight.shape[d] <= kMaxExtent,
            [&] { return op + ": weight " + to_string(weight) + " is out of range"; });
  }
  const std::vector<int64_t> stride = extents(attributes, "stride", dims, 1);
  const std::vector<int64_t> padding = extents(attributes, "padding", 2 * dims, 0);  // before each, then behind each
  const std::vector<int64_t> dilation = extents(attributes, "dilation", dims, 1);
  const int64_t groups = attributes.integer("groups");
  const int64_t *x_size = x.shape + x.rank - dims, *y_size = y.shape + y.rank - dims, *kernel = weight.shape + 2;
  require(groups > 0 && weight.shape[0] % groups == 0 && x_size[-1] == weight.shape[1] * groups,
          [&] { return op + ": input " + to_string(x) + " does not fit weight " + to_string(weight) + " and its groups"; });
  require(!bias.present() || (bias.dtype == DType::kFloat32 && bias.rank == 1 && bias.shape[0] == weight.shape[0]),
          [&] { return op + ": bias " + to_string(bias) + " does not fit weight " + to_string(weight); });

  Geometry geometry{};
  const bool batched = x.rank == dims + 2;
  geometry.batch = batched ? x.shape[0] : 1;
  geometry.input_stride = batched ? x.strides[0] : 0;
  geometry.output_stride = batched ? y.strides[0] : 0;
  geometry.groups = groups;
  geometry.input_channels = weight.shape[1];
  geometry.output_channels = weight.shape[0] / groups;
  geometry.activation = decode_activation(attributes);
  const auto fits = [&](int d) {
    const int64_t count = positions(x_size[d], kernel[d], padding[d] + padding[dims + d], stride[d], dilation[d]);
    return x_size[d] <= kMaxExtent && count > 0 && y_size[d] == count;
  };
  bool all_fit = y_size[-1] == weight.shape[0] && (y.rank == dims + 1 || y.shape[0] == geometry.batch);
  for (int d = 0; d < dims; ++d) all_fit = all_fit && fits(d);
  require(all_fit, [&] {
    return op + ": output " + to_string(y) + " does not fit input " + to_string(x) + " and weight " + to_string(weight);
  });
  require_residual(op, inputs, y);

  const std::vector<int64_t> size = to_three({x_size, x_size + dims}, 1), taps = to_three({kernel, kernel + dims}, 1);
  const std::vector<int64_t> step = to_three(stride, 1), before = to_three({padding.begin(), padding.begin() + dims}, 0);
  const std::vector<int64_t> spread = to_three(dilation, 1), output = to_three({y_size, y_size + dims}, 1);
  geometry.window = {size[0], taps[0], step[0], before[0], spread[0], output[0],
                     {size[1], size[2], taps[1], taps[2], step[1], step[2], before[1], before[2], spread[1], spread[2],
                      output[1], output[2]}};
  if (dims < 3 && groups > 1 && geometry.input_channels == 1) return std::make_unique<DepthwiseConv2d>(geometry);
  return std::make_unique<Conv>(geometry);
}

}  // namespace convolt
