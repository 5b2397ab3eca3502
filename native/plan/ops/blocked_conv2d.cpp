// Direct convolution of blocked images, and the packing of its weights.
//
// With groups, output channels are taken in units: the blocks of a group, where groups are whole blocks of output
// channels, else one block. All blocks of a unit see the same input blocks, those that hold a channel that one of its outputs
// sees; what they hold of other groups gets zero weights. Every unit is given as many input blocks as the one that sees
// most, W, so packed weights have the shape [ceil(K / c), W, kh, kw, c, c]. Without groups W is ceil(C / c), and with groups
// of whole blocks on both sides ceil(C / groups / c): no work is done in vain.
#include "kernels/blocked_conv2d/blocked_conv2d.h"

#include <algorithm>

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/ops/blocked.h"
#include "plan/ops/blocked_conv.h"
#include "plan/ops/planes.h"
#include "plan/ops/residual.h"
#include "plan/split.h"

namespace convolt {
namespace {

/// How the channels of a layer are shared out among units.
class Units {
 public:
  Units(int64_t inputs, int64_t outputs, int64_t groups)
      : block_(kernels().channel_block),
        inputs_(inputs),
        outputs_(outputs),
        group_inputs_(inputs / groups),
        group_outputs_(outputs / groups),
        blocks_(groups == 1 ? blocks_of(outputs) : group_outputs_ % block_ == 0 ? group_outputs_ / block_ : 1) {
    for (int64_t unit = 0; unit < count(); ++unit) {
      const Range seen = seen_blocks(unit);
      input_blocks_ = std::max(input_blocks_, seen.end - seen.begin);
    }
  }

  int64_t count() const { return ceil_div(blocks_of(outputs_), blocks_); }

  /// Output blocks of each.
  int64_t blocks() const { return blocks_; }
  int64_t panels() const { return ceil_div(blocks_, kPanelBlocks); }

  /// Input blocks that each reads.
  int64_t input_blocks() const { return input_blocks_; }

  /// The first of them.
  int64_t first_input_block(int64_t unit) const {
    return std::min(seen_blocks(unit).begin, blocks_of(inputs_) - input_blocks_);
  }

  /// The output channels of one.
  Range outputs(int64_t unit) const {
    const int64_t channels = blocks_ * block_;
    return {unit * channels, std::min((unit + 1) * channels, outputs_)};
  }

 private:
  Range seen_blocks(int64_t unit) const {
    const Range channels = outputs(unit);
    const int64_t first_group = channels.begin / group_outputs_, last_group = (channels.end - 1) / group_outputs_;
    return {first_group * group_inputs_ / block_, blocks_of((last_group + 1) * group_inputs_)};
  }

  const int64_t block_, inputs_, outputs_, group_inputs_, group_outputs_, blocks_;
  int64_t input_blocks_ = 0;
};

/// Multiply-adds a task: worth a hand-over to another thread. Smaller layers stay on the calling one.
constexpr int64_t kTaskProducts = 1 << 19;

/// The place of the scale among the inputs: (N, blocks, 1, 1, c) factors for the channels of the image.
constexpr size_t kScale = 4;

class BlockedConv2d final : public Op {
 public:
  BlockedConv2d(const BlockedConv& conv, const Units& units) : conv_(conv), units_(units) {
    // A window of one tap and stride 1 sees the image as it lies: one long row.
    Window2d& w = conv_.window;
    if (conv.taps() == 1 && w.stride_y == 1 && w.stride_x == 1 && w.height == w.output_height &&
        w.width == w.output_width) {
      w.width = w.output_width = conv.output_pixels();
      w.height = w.output_height = 1;
    }
  }

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    if (conv_.batch == 0) return;
    const BlockedConv& c = conv_;
    const int64_t block = kernels().channel_block, pixels = c.output_pixels(), panels = units_.panels();
    const int64_t input_plane = c.window.height * c.window.width * block, output_plane = pixels * block;
    const int64_t block_floats = units_.input_blocks() * block * c.taps() * block;
    const float *bias = inputs[2].as<float>(), *residual = residual_of(inputs);
    const float* scale = inputs.size() > kScale ? inputs[kScale].as<float>() : nullptr;
    const int64_t scale_stride = blocks_of(c.input_channels) * block;
    const Pieces pieces = split(pool.threads());
    const int64_t pieces_per_unit = pieces.panels * pieces.pixels, count = c.batch * units_.count() * pieces_per_unit;
    const int64_t piece_products = ceil_div(panels, pieces.panels) * kPanelBlocks * block_floats *
                                   ceil_div(pixels, pieces.pixels);
    const int64_t pieces_per_task = kTaskProducts / piece_products + 1;
    pool.parallel_for(ceil_div(count, pieces_per_task), [&](int64_t task, int) {
      const int64_t end = std::min((task + 1) * pieces_per_task, count);
      for (int64_t piece = task * pieces_per_task; piece < end; ++piece) {
        const int64_t sample = piece / pieces_per_unit / units_.count();
        const int64_t unit = piece / pieces_per_unit % units_.count();
        const int64_t panel = piece % pieces_per_unit / pieces.pixels, pixel = piece % pieces.pixels;
        const Range channels = units_.outputs(unit);
        const int64_t first_block = unit * units_.blocks(), offset = first_block * output_plane;
        kernels().blocked_conv2d(
            {inputs[0].as<float>() + sample * c.input_stride + units_.first_input_block(unit) * input_plane,
             inputs[1].as<float>() + first_block * block_floats,
             bias == nullptr ? nullptr : bias + channels.begin,
             residual == nullptr ? nullptr : residual + sample * c.residual_stride + offset,
             scale == nullptr ? nullptr : scale + sample * scale_stride + units_.first_input_block(unit) * block,
             outputs[0].as<float>() + sample * c.output_stride + offset,
             block,
             units_.input_blocks(),
             channels.end - channels.begin,
             c.window,
             c.activation,
             {panels * panel / pieces.panels, panels * (panel + 1) / pieces.panels},
             {pixels * pixel / pieces.pixels, pixels * (pixel + 1) / pieces.pixels}});
      }
    });
  }

 private:
  /// Into how many pieces the panels and the pixels of a unit are cut.
  struct Pieces {
    int64_t panels, pixels;
  };

  static constexpr int64_t kTasksPerThread = 4;
  static constexpr int64_t kLeastPixels = 48;

  /// The largest pieces that leave every thread some of them. Each cut has one side read once more, the weights by a
  /// piece of the pixels, the image by a piece of the panels; so the longer side is cut. Results do not depend on it.
  Pieces split(int threads) const {
    const int64_t panels = units_.panels(), pixels = conv_.output_pixels();
    const int64_t panel_channels = kPanelBlocks * kernels().channel_block;
    const int64_t wanted = threads == 1 ? 1 : ceil_div(kTasksPerThread * threads, conv_.batch * units_.count());
    Pieces pieces{1, 1};
    while (pieces.panels * pieces.pixels < wanted) {
      const int64_t width = ceil_div(pixels, pieces.pixels), height = ceil_div(panels, pieces.panels);
      const bool wide = width >= 2 * kLeastPixels, tall = height >= 2;
      if (tall && (!wide || height * panel_channels > width)) {
        ++pieces.panels;
      } else if (wide) {
        ++pieces.pixels;
      } else {
        break;
      }
    }
    return pieces;
  }

  BlockedConv conv_;
  const Units units_;
};

class BlockedConv2dWeight final : public Op {
 public:
  BlockedConv2dWeight(const TensorView& weight, const Units& units, int64_t groups)
      : units_(units),
        group_inputs_(weight.shape[1]),
        group_outputs_(weight.shape[0] / groups),
        taps_(weight.shape[2] * weight.shape[3]) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const int64_t block = kernels().channel_block;
    const int64_t unit_floats = units_.blocks() * units_.input_blocks() * taps_ * block * block;
    pool.parallel_for(units_.count() * units_.panels(), [&](int64_t task, int) {
      const int64_t unit = task / units_.panels(), panel = task % units_.panels();
      kernels().blocked_conv2d_weight({inputs[0].as<float>(), outputs[0].as<float>() + unit * unit_floats, block,
                                       group_inputs_, group_outputs_, taps_, units_.outputs(unit),
                                       units_.first_input_block(unit) * block, units_.input_blocks(),
                                       {panel, panel + 1}});
    });
  }

 private:
  const Units units_;
  const int64_t group_inputs_, group_outputs_, taps_;
};

void require_scale(const TensorView& scale, const BlockedConv& conv) {
  require_blocked("blockedConv2d", scale, conv.input_channels);
  require(scale.shape[0] == conv.batch && scale.shape[2] == 1 && scale.shape[3] == 1,
          [&] { return "blockedConv2d: scale " + to_string(scale) + " has not one factor a channel of each sample"; });
}

std::vector<int64_t> packed_shape(const Units& units, int64_t outputs, int64_t kernel_height, int64_t kernel_width) {
  const int64_t block = kernels().channel_block;
  return {blocks_of(outputs), units.input_blocks(), kernel_height, kernel_width, block, block};
}

}  // namespace

std::unique_ptr<Op> prepare_blocked_conv2d(const Attributes& attributes, const TensorViews& inputs,
                                           const TensorViews& outputs) {
  const bool scaled = inputs.size() > kScale;
  const TensorViews others(inputs.begin(), inputs.end() - (scaled ? 1 : 0));
  const BlockedConv conv = decode_blocked_conv("blockedConv2d", false, attributes, others, outputs);
  if (scaled) require_scale(inputs[kScale], conv);
  const Units units(conv.input_channels, conv.output_channels, conv.groups);
  require_packed("blockedConv2d", inputs[1],
                 packed_shape(units, conv.output_channels, conv.window.kernel_height, conv.window.kernel_width));
  return std::make_unique<BlockedConv2d>(conv, units);
}

std::unique_ptr<Op> prepare_blocked_conv2d_weight(const Attributes& attributes, const TensorViews& inputs,
                                                  const TensorViews& outputs) {
  require(inputs.size() == 1 && outputs.size() == 1, "blockedConv2dWeight takes one input and one output");
  const TensorView& weight = inputs[0];
  const int64_t groups = attributes.integer("groups");
  bool fits = weight.dtype == DType::kFloat32 && weight.rank == 4 && groups > 0 && groups <= kMaxExtent;
  for (int d = 0; d < 4; ++d) fits = fits && weight.shape[d] > 0 && weight.shape[d] <= kMaxExtent;
  require(fits && weight.shape[0] % groups == 0, [&] {
    return "blockedConv2dWeight: weight " + to_string(weight) + " does not fit attribute 'groups'";
  });
  const Units units(weight.shape[1] * groups, weight.shape[0], groups);
  require_packed("blockedConv2dWeight", outputs[0],
                 packed_shape(units, weight.shape[0], weight.shape[2], weight.shape[3]));
  return std::make_unique<BlockedConv2dWeight>(weight, units, groups);
}

}  // namespace convolt
