// Convolution of blocked images by Winograd's algorithms, and the packing of its weights.
#include <algorithm>
#include <string>

#include "core/error.h"
#include "core/memory.h"
#include "dispatch/kernel_table.h"
#include "plan/activation.h"
#include "plan/ops.h"
#include "plan/ops/blocked_conv.h"
#include "plan/ops/planes.h"
#include "plan/ops/residual.h"
#include "plan/split.h"

namespace convolt {
namespace {

int64_t round_up(int64_t a, int64_t b) { return ceil_div(a, b) * b; }

int64_t points_of(const WinogradAxis& axis) { return axis.tile + axis.taps - 1; }
int64_t points_of(const WinogradSize& size) { return points_of(size.rows) * points_of(size.columns); }

int64_t panels_of(int64_t channels) { return ceil_div(blocks_of(channels), 2); }

constexpr int64_t kLineFloats = static_cast<int64_t>(kAlignment / sizeof(float));

/// A stride that puts what lies so far apart into different sets of a cache: an odd number of lines.
int64_t odd_lines(int64_t floats) { return (ceil_div(floats, kLineFloats) | 1) * kLineFloats; }

/// Multiply-adds that are worth a hand-over to another thread.
constexpr int64_t kTaskProducts = 1 << 19;

class WinogradConv2d final : public Op {
 public:
  WinogradConv2d(const WinogradConv2dParams& params, int64_t batch)
      : params_(params),
        points_(points_of(params.size)),
        tiles_(batch * ceil_div(params.output_height, params.size.rows.tile) *
               ceil_div(params.output_width, params.size.columns.tile)) {}

  size_t workspace_bytes(int threads) const override {
    return static_cast<size_t>(threads) * workspace_floats(scratch(split(threads))) * sizeof(float);
  }

  void run(const TensorViews& inputs, const TensorViews& outputs, void* workspace, ThreadPool& pool) const override {
    const Split blocks = split(pool.threads());
    WinogradConv2dParams params = params_;
    params.input = inputs[0].as<float>();
    params.weight = inputs[1].as<float>();
    params.bias = inputs[2].as<float>();
    params.residual = residual_of(inputs);
    params.output = outputs[0].as<float>();
    params.scratch = scratch(blocks);
    const int64_t floats = workspace_floats(params.scratch), panels = panels_of(params.output_channels);
    pool.parallel_for(blocks.tiles * blocks.panels, [&](int64_t task, int worker) {
      const int64_t tile = task / blocks.panels, panel = task % blocks.panels;
      WinogradConv2dParams part = params;
      part.tiles = {tile * tiles_ / blocks.tiles, (tile + 1) * tiles_ / blocks.tiles};
      part.panels = {panel * panels / blocks.panels, (panel + 1) * panels / blocks.panels};
      part.workspace = static_cast<float*>(workspace) + worker * floats;
      kernels().winograd_conv2d(part);
    });
  }

 private:
  /// Into how many blocks tiles and panels are cut.
  struct Split {
    int64_t tiles, panels;
  };

  /// Weights pass through the caches once for each block of tiles, which should be long; transformed inputs and
  /// products of a block should stay in the L2 cache.
  static constexpr int64_t kMostTiles = 48, kLeastTiles = 24;
  static constexpr int64_t kInputFloats = 96 << 10, kProductFloats = 32 << 10;

  /// Threads get tiles of their own while there are enough, else panels, and transform the same inputs each.
  Split split(int threads) const {
    const int64_t fitting = kInputFloats / (points_ * params_.input_channels);
    const int64_t blocks = ceil_div(tiles_, std::clamp(fitting, kLeastTiles, kMostTiles));
    const int64_t products = tiles_ * points_ * params_.input_channels * params_.output_channels;
    const int64_t useful = std::min<int64_t>(threads, products / kTaskProducts + 1);
    if (tiles_ >= useful * kLeastTiles) return {round_up(blocks, useful), 1};
    return {blocks, std::min(panels_of(params_.output_channels), ceil_div(useful, std::max<int64_t>(blocks, 1)))};
  }

  WinogradScratch scratch(const Split& blocks) const {
    const int64_t tiles = blocks.tiles == 0 ? 0 : ceil_div(tiles_, blocks.tiles), lanes = kernels().channel_block;
    const int64_t panels = ceil_div(panels_of(params_.output_channels), blocks.panels);
    WinogradScratch scratch{};
    scratch.input_row = odd_lines(blocks_of(params_.input_channels) * lanes);
    scratch.input_point = odd_lines(tiles * scratch.input_row);
    const int64_t panel_floats = points_ * std::max<int64_t>(tiles, 1) * 2 * lanes;
    scratch.group_panels = std::clamp<int64_t>(kProductFloats / panel_floats, 1, panels);
    scratch.product_row = odd_lines(scratch.group_panels * 2 * lanes);
    scratch.product_point = odd_lines(tiles * scratch.product_row);
    return scratch;
  }

  int64_t workspace_floats(const WinogradScratch& scratch) const {
    return points_ * (scratch.input_point + scratch.product_point);
  }

  const WinogradConv2dParams params_;  // but for tensors and ranges
  const int64_t points_;
  const int64_t tiles_;  // of all samples
};

class WinogradConv2dWeight final : public Op {
 public:
  explicit WinogradConv2dWeight(const WinogradConv2dWeightParams& params) : params_(params) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    pool.parallel_for(panels_of(params_.output_channels), [&](int64_t panel, int) {
      WinogradConv2dWeightParams part = params_;
      part.weight = inputs[0].as<float>();
      part.packed = outputs[0].as<float>();
      part.panels = {panel, panel + 1};
      kernels().winograd_conv2d_weight(part);
    });
  }

 private:
  const WinogradConv2dWeightParams params_;  // but for tensors and range
};

/// The size with the attribute's tiles and these taps.
WinogradSize size_of(const std::string& op, const Attributes& attributes, int64_t tap_rows, int64_t tap_columns) {
  const std::vector<int64_t> tile = extents(attributes, "tile", 2, 1);
  const auto found = std::find_if(std::begin(kWinogradSizes), std::end(kWinogradSizes), [&](const WinogradSize& size) {
    return size.rows.tile == tile[0] && size.columns.tile == tile[1] && size.rows.taps == tap_rows &&
           size.columns.taps == tap_columns;
  });
  require(found != std::end(kWinogradSizes), [&] {
    return op + " has no tiles of " + std::to_string(tile[0]) + "x" + std::to_string(tile[1]) + " for windows of " +
           std::to_string(tap_rows) + "x" + std::to_string(tap_columns);
  });
  return *found;
}

/// Whether a tensor is float32 of this shape.
bool has_shape(const TensorView& view, std::initializer_list<int64_t> shape) {
  return view.dtype == DType::kFloat32 && view.rank == static_cast<int>(shape.size()) &&
         std::equal(shape.begin(), shape.end(), view.shape);
}

/// Whether a tensor is the packed weight.
bool is_packed(const TensorView& view, const WinogradSize& size, int64_t input_channels, int64_t output_channels) {
  const int64_t block = kernels().channel_block;
  return has_shape(view, {points_of(size), blocks_of(output_channels), blocks_of(input_channels), block, block});
}

}  // namespace

std::unique_ptr<Op> prepare_winograd_conv2d(const Attributes& attributes, const TensorViews& inputs,
                                            const TensorViews& outputs) {
  const std::string op = "winogradConv2d";
  require((inputs.size() == 3 || inputs.size() == 4) && outputs.size() == 1,
          [&] { return op + " takes input, packed weight, bias and perhaps a residual, and one output"; });
  const TensorView &x = inputs[0], &weight = inputs[1], &bias = inputs[2], &y = outputs[0];
  const auto all = [](const std::vector<int64_t>& values, int64_t value) {
    return std::all_of(values.begin(), values.end(), [=](int64_t v) { return v == value; });
  };
  require(all(extents(attributes, "stride", 2, 1), 1) && all(extents(attributes, "dilation", 2, 1), 1) &&
              attributes.integer("groups") == 1,
          [&] { return op + " takes windows in steps of 1, without dilation and groups"; });
  const std::vector<int64_t> kernel = extents(attributes, "kernel", 2, 1);
  const std::vector<int64_t> padding = extents(attributes, "padding", 4, 0);  // before both directions, then behind
  const WinogradSize size = size_of(op, attributes, kernel[0], kernel[1]);
  const int64_t block = kernels().channel_block;
  const int64_t input_channels = attributes.integer("inChannels"), output_channels = attributes.integer("outChannels");
  for (int64_t channels : {input_channels, output_channels}) {
    require(channels > 0 && channels <= kMaxExtent, [&] { return op + ": channels are out of range"; });
  }
  require(is_packed(weight, size, input_channels, output_channels), [&] {
    return op + ": weight " + to_string(weight) + " is not packed for these channels and this tile";
  });
  require(!bias.present() || has_shape(bias, {output_channels}),
          [&] { return op + ": bias " + to_string(bias) + " must be float32, one for each output channel"; });
  require(x.rank == 5 && has_shape(x, {x.shape[0], blocks_of(input_channels), x.shape[2], x.shape[3], block}) &&
              x.shape[2] > 0 && x.shape[3] > 0 && x.shape[2] <= kMaxExtent && x.shape[3] <= kMaxExtent,
          [&] { return op + ": input " + to_string(x) + " is not a blocked image of these channels"; });
  const int64_t height = x.shape[2] + padding[0] + padding[2] - (kernel[0] - 1);
  const int64_t width = x.shape[3] + padding[1] + padding[3] - (kernel[1] - 1);
  require(height > 0 && width > 0 && has_shape(y, {x.shape[0], blocks_of(output_channels), height, width, block}),
          [&] { return op + ": output " + to_string(y) + " does not fit input " + to_string(x); });
  require_residual(op, inputs, y);

  WinogradConv2dParams params{};
  params.input_stride = x.strides[0];
  params.output_stride = y.strides[0];
  params.input_channels = input_channels;
  params.output_channels = output_channels;
  params.block = block;
  params.height = x.shape[2];
  params.width = x.shape[3];
  params.pad_top = padding[0];
  params.pad_left = padding[1];
  params.output_height = height;
  params.output_width = width;
  params.size = size;
  params.activation = decode_activation(attributes);
  return std::make_unique<WinogradConv2d>(params, x.shape[0]);
}

std::unique_ptr<Op> prepare_winograd_conv2d_weight(const Attributes& attributes, const TensorViews& inputs,
                                                   const TensorViews& outputs) {
  const std::string op = "winogradConv2dWeight";
  require(inputs.size() == 1 && outputs.size() == 1, [&] { return op + " takes one input and one output"; });
  const TensorView &weight = inputs[0], &packed = outputs[0];
  require(attributes.integer("groups") == 1, [&] { return op + " takes no groups"; });
  require(weight.dtype == DType::kFloat32 && weight.rank == 4 && weight.shape[0] > 0 && weight.shape[1] > 0,
          [&] { return op + ": weight " + to_string(weight) + " must be float32, of windows of rows and columns"; });
  const WinogradSize size = size_of(op, attributes, weight.shape[2], weight.shape[3]);
  require(is_packed(packed, size, weight.shape[1], weight.shape[0]),
          [&] { return op + ": output " + to_string(packed) + " does not fit weight " + to_string(weight); });
  return std::make_unique<WinogradConv2dWeight>(WinogradConv2dWeightParams{
      nullptr, nullptr, weight.shape[1], weight.shape[0], kernels().channel_block, size, {}});
}

}  // namespace convolt
