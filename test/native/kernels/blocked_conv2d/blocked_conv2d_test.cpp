#include "kernels/blocked_conv2d/blocked_conv2d.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

Window2d window(int64_t height, int64_t width, int64_t kernel, int64_t stride, int64_t pad, int64_t dilation = 1) {
  return {height, width, kernel, kernel, stride, stride, pad, pad, dilation, dilation,
          (height + 2 * pad - dilation * (kernel - 1) - 1) / stride + 1,
          (width + 2 * pad - dilation * (kernel - 1) - 1) / stride + 1};
}

/// Whether something is added to the sums, and whether it lies where they go.
enum class Residual { kNone, kApart, kInPlace };

struct Layer {
  int64_t input_blocks, output_channels;
  Window2d window;
  Activation activation = {};
  Residual residual = Residual::kNone;
  bool bias = true;
  bool scale = false;
};

/// Holds a variant, called for `panel_step` panels and `pixel_step` pixels at a time, against the reference with the same
/// block. All lanes have weights, those past the last channel too.
double error(Isa isa, const Layer& layer, int64_t panel_step, int64_t pixel_step,
             GuardedBytes::Guard guard = GuardedBytes::Guard::kAfter) {
  const Window2d& w = layer.window;
  const int64_t block = kernel_table(isa).channel_block;
  const int64_t blocks = (layer.output_channels + block - 1) / block, panels = (blocks + kPanelBlocks - 1) / kPanelBlocks;
  const int64_t pixels = w.output_height * w.output_width, taps = w.kernel_height * w.kernel_width;
  const Guarded<float> input(random_floats(layer.input_blocks * w.height * w.width * block, 1), guard);
  const Guarded<float> weight(random_floats(blocks * layer.input_blocks * taps * block * block, 2), guard);
  const Guarded<float> scale(random_floats(layer.input_blocks * block, 5), guard);
  const Guarded<float> bias(random_floats(layer.output_channels, 3), guard);
  const std::vector<float> addends = random_floats(blocks * pixels * block, 4);
  const Guarded<float> added(addends, guard), actual(addends, guard);
  const Guarded<float> expected(addends.size());
  BlockedConv2dParams params{input.data(),
                             weight.data(),
                             layer.bias ? bias.data() : nullptr,
                             layer.residual == Residual::kNone ? nullptr : added.data(),
                             layer.scale ? scale.data() : nullptr,
                             expected.data(),
                             block,
                             layer.input_blocks,
                             layer.output_channels,
                             w,
                             layer.activation,
                             {0, panels},
                             {0, pixels}};
  kernel_table(Isa::kReference).blocked_conv2d(params);
  params.output = actual.data();
  if (layer.residual == Residual::kInPlace) params.residual = actual.data();
  for (int64_t panel = 0; panel < panels; panel += panel_step) {
    for (int64_t pixel = 0; pixel < pixels; pixel += pixel_step) {
      params.panels = {panel, std::min(panel + panel_step, panels)};
      params.pixels = {pixel, std::min(pixel + pixel_step, pixels)};
      kernel_table(isa).blocked_conv2d(params);
    }
  }
  return relative_error(actual.data(), expected.data(), expected.size());
}

constexpr int64_t kAll = 1 << 20;

TEST_CASE("blocked conv2d: every variant equals the reference for windows of all kinds") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (auto guard : {GuardedBytes::Guard::kAfter, GuardedBytes::Guard::kBefore}) {
      for (int64_t kernel : {1, 2, 3, 5}) {
        for (int64_t stride : {1, 2, 3}) {
          for (int64_t dilation : {1, 2}) {
            for (int64_t pad : {0, 1, 3}) {
              CAPTURE(kernel);
              CAPTURE(stride);
              CAPTURE(dilation);
              CAPTURE(pad);
              CHECK(error(isa, {2, 17, window(11, 14, kernel, stride, pad, dilation)}, kAll, kAll, guard) <= 1e-6);
            }
          }
        }
      }
    }
  }
}

TEST_CASE("blocked conv2d: every number of pixels around the edges of tiles, every number of channels around panels") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (int64_t width = 1; width <= 26; ++width) {
      CAPTURE(width);
      CHECK(error(isa, {1, 9, window(1, width, 1, 1, 0)}, kAll, kAll) <= 1e-6);
      CHECK(error(isa, {2, 40, window(3, width, 3, 1, 1)}, kAll, kAll) <= 1e-6);
    }
    for (int64_t channels = 1; channels <= 65; ++channels) {
      CAPTURE(channels);
      CHECK(error(isa, {2, channels, window(3, 3, 3, 1, 1)}, kAll, kAll) <= 1e-6);
    }
  }
}

TEST_CASE("blocked conv2d: depths around the depth block, in pieces, planes of one pixel, more pixels than a block") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    const int64_t block = kernel_table(isa).channel_block, depth = (block > 8 ? 256 : 384) / block;
    for (int64_t blocks : {depth - 1, depth, depth + 1, 2 * depth + 1}) {
      CAPTURE(blocks);
      CHECK(error(isa, {blocks, 40, window(3, 5, 1, 1, 0)}, kAll, kAll) <= 1e-6);
      CHECK(error(isa, {blocks, 40, window(1, 1, 1, 1, 0)}, 1, kAll) <= 1e-6);
      CHECK(error(isa, {blocks, 40, window(1, 1, 3, 1, 1)}, kAll, kAll) <= 1e-6);
    }
    CHECK(error(isa, {depth / 8 + 1, 70, window(9, 10, 3, 1, 1)}, 1, 7) <= 1e-6);
    CHECK(error(isa, {depth / 8 + 1, 70, window(9, 10, 3, 2, 1)}, 2, 11) <= 1e-6);
    CHECK(error(isa, {depth, 9, window(16, 16, 1, 1, 0)}, kAll, kAll) <= 1e-6);
    CHECK(error(isa, {1, 3, window(1, 1, 3, 1, 5)}, kAll, kAll) <= 1e-6);
  }
}

TEST_CASE("blocked conv2d: activation, bias and residual, once for each element, whatever the blocks and the pieces") {
  using F = ActivationFunction;
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    const int64_t depth = 256 / kernel_table(isa).channel_block;
    for (const Activation& activation :
         {Activation{}, {F::kRelu, 0, 0}, {F::kHardtanh, -0.5f, 9.0f}, {F::kLeakyRelu, 0.1f, 0}, {F::kSilu, 0, 0}}) {
      CAPTURE(static_cast<int>(activation.function));
      for (auto residual : {Residual::kNone, Residual::kApart, Residual::kInPlace}) {
        for (bool bias : {false, true}) {
          for (int64_t blocks : {int64_t{2}, depth / 4}) {
            CAPTURE(blocks);
            const Layer layer = {blocks, 43, window(6, 7, 3, 1, 1), activation, residual, bias};
            CHECK(error(isa, layer, kAll, kAll, GuardedBytes::Guard::kAfter) <= 2e-6);
            CHECK(error(isa, layer, 1, 13, GuardedBytes::Guard::kBefore) <= 2e-6);
          }
        }
      }
    }
  }
}

TEST_CASE("blocked conv2d: the scale of each input channel, whatever the window, the blocks of the depth and the pieces") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    const int64_t block = kernel_table(isa).channel_block, depth = (block > 8 ? 256 : 384) / block;
    for (int64_t blocks : {int64_t{1}, depth, 2 * depth + 1}) {
      for (int64_t kernel : {1, 3}) {
        CAPTURE(blocks);
        CAPTURE(kernel);
        const Layer layer = {blocks, 43, window(5, 6, kernel, 1, kernel / 2), {}, Residual::kInPlace, true, true};
        CHECK(error(isa, layer, kAll, kAll, GuardedBytes::Guard::kAfter) <= 1e-6);
        CHECK(error(isa, layer, 1, 13, GuardedBytes::Guard::kBefore) <= 1e-6);
      }
    }
  }
}

TEST_CASE("blocked conv2d: the bits do not depend on the pieces") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    const int64_t block = kernel_table(isa).channel_block, panels = 3;
    const Window2d w = window(7, 7, 3, 1, 1);
    const std::vector<float> input = random_floats(256 / block * 49 * block, 1);
    const std::vector<float> weight = random_floats(2 * panels * 256 / block * 9 * block * block, 2);
    std::vector<float> whole(2 * panels * 49 * block), pieces(whole.size());
    BlockedConv2dParams params{input.data(), weight.data(), nullptr,       nullptr, nullptr, whole.data(), block,
                               256 / block,  2 * panels * block, w,       {},      {0, panels}, {0, 49}};
    kernel_table(isa).blocked_conv2d(params);
    params.output = pieces.data();
    for (int64_t panel = 0; panel < panels; ++panel) {
      for (int64_t pixel = 0; pixel < 49; ++pixel) {
        params.panels = {panel, panel + 1};
        params.pixels = {pixel, pixel + 1};
        kernel_table(isa).blocked_conv2d(params);
      }
    }
    CHECK(whole == pieces);
  }
}

}  // namespace
}  // namespace convolt::test
