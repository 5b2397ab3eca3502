#include "kernels/winograd_conv2d/winograd_conv2d.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "dispatch/kernel_table.h"
#include "kernels/activation/activation.h"
#include "kernels/winograd_conv2d_weight/winograd_conv2d_weight.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

constexpr int64_t kTaps = 3;

int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }

struct Padding {
  int64_t top, left, bottom, right;
};

/// Whether something is added to the sums, and whether it lies where they go.
enum class Residual { kNone, kApart, kInPlace };

struct Case {
  int64_t tile, samples, inputs, outputs, height, width;
  Padding padding = {1, 1, 1, 1};
  Residual residual = Residual::kNone;
  Activation activation = {};
  int64_t tile_step = 1000, panel_step = 1000, group_panels = 2;  // of one call
};

/// Where the elements of a blocked image lie, with a gap behind each sample.
struct Image {
  int64_t samples, channels, block, height, width, gap;
  int64_t blocks() const { return ceil_div(channels, block); }
  int64_t stride() const { return blocks() * height * width * block + gap; }
  int64_t size() const { return samples * stride() - gap; }
  int64_t at(int64_t n, int64_t channel, int64_t y, int64_t x) const {
    return n * stride() + ((channel / block * height + y) * width + x) * block + channel % block;
  }
};

/// Calls visit(sample, channel, y, x) for all elements in the plain order.
template <class Visit>
void each(const Image& image, const Visit& visit) {
  for (int64_t n = 0; n < image.samples; ++n) {
    for (int64_t c = 0; c < image.channels; ++c) {
      for (int64_t y = 0; y < image.height; ++y) {
        for (int64_t x = 0; x < image.width; ++x) visit(n, c, y, x);
      }
    }
  }
}

struct Tensors {
  const float *input, *weight, *bias, *residual;
};

/// The direct convolution, in the plain order.
std::vector<float> convolve(const Case& c, const Tensors& tensors, const Image& from, const Image& to,
                            const Image& addends) {
  std::vector<float> result;
  each(to, [&](int64_t n, int64_t k, int64_t y, int64_t x) {
    double sum = tensors.bias[k];
    for (int64_t i = 0; i < from.channels * kTaps * kTaps; ++i) {
      const int64_t row = y - c.padding.top + i / kTaps % kTaps, column = x - c.padding.left + i % kTaps;
      if (row < 0 || row >= from.height || column < 0 || column >= from.width) continue;
      sum += static_cast<double>(tensors.weight[k * from.channels * kTaps * kTaps + i]) *
             tensors.input[from.at(n, i / (kTaps * kTaps), row, column)];
    }
    if (tensors.residual != nullptr) sum += tensors.residual[addends.at(n, k, y, x)];
    result.push_back(static_cast<float>(activation_value(c.activation, sum)));
  });
  return result;
}

/// Holds the kernels of `isa`, with so many channels side by side, against the direct convolution.
double error(Isa isa, int64_t block, const Case& c, GuardedBytes::Guard guard = GuardedBytes::Guard::kAfter) {
  const bool in_place = c.residual == Residual::kInPlace;
  const Image from = {c.samples, c.inputs, block, c.height, c.width, 5};
  const Image to = {c.samples, c.outputs, block, c.height + c.padding.top + c.padding.bottom - 2,
                    c.width + c.padding.left + c.padding.right - 2, in_place ? 0 : 7};
  const Image addends = {c.samples, c.outputs, block, to.height, to.width, 0};
  const int64_t points = (c.tile + 2) * (c.tile + 2), panels = ceil_div(to.blocks(), 2);
  const int64_t tiles = c.samples * ceil_div(to.height, c.tile) * ceil_div(to.width, c.tile);

  const Guarded<float> input(random_floats(from.size(), 1), guard);
  const Guarded<float> weight(random_floats(c.outputs * c.inputs * kTaps * kTaps, 2), guard);
  const Guarded<float> bias(random_floats(c.outputs, 3), guard);
  const Guarded<float> added(random_floats(addends.size(), 4), guard), output(random_floats(to.size(), 4), guard);
  const float* residual = c.residual == Residual::kNone ? nullptr : in_place ? output.data() : added.data();
  const std::vector<float> expected =
      convolve(c, {input.data(), weight.data(), bias.data(), residual}, from, to, addends);

  const Guarded<float> packed(points * from.blocks() * to.blocks() * block * block, guard);
  for (int64_t panel = 0; panel < panels; panel += c.panel_step) {
    kernel_table(isa).winograd_conv2d_weight({weight.data(), packed.data(), c.inputs, c.outputs, block, c.tile,
                                              {panel, std::min(panel + c.panel_step, panels)}});
  }
  const int64_t input_row = from.blocks() * block, product_row = c.group_panels * 2 * block;
  const int64_t rows = std::min(c.tile_step, tiles);
  const WinogradScratch scratch = {input_row, rows * input_row, product_row, rows * product_row, c.group_panels};
  const Guarded<float> workspace(points * (scratch.input_point + scratch.product_point));
  WinogradConv2dParams params{input.data(), from.stride(), packed.data(), bias.data(), residual,
                              output.data(), to.stride(), c.inputs, c.outputs, block, c.height, c.width,
                              c.padding.top, c.padding.left, to.height, to.width, c.tile, c.activation, {}, {},
                              scratch, workspace.data()};
  for (int64_t tile = 0; tile < tiles; tile += c.tile_step) {
    for (int64_t panel = 0; panel < panels; panel += c.panel_step) {
      params.tiles = {tile, std::min(tile + c.tile_step, tiles)};
      params.panels = {panel, std::min(panel + c.panel_step, panels)};
      kernel_table(isa).winograd_conv2d(params);
    }
  }
  std::vector<float> actual;
  each(to, [&](int64_t n, int64_t k, int64_t y, int64_t x) { actual.push_back(output[to.at(n, k, y, x)]); });
  return relative_error(actual.data(), expected.data(), expected.size());
}

double error(Isa isa, const Case& c, GuardedBytes::Guard guard = GuardedBytes::Guard::kAfter) {
  return error(isa, kernel_table(isa).channel_block, c, guard);
}

TEST_CASE("winograd_conv2d: the reference is a convolution up to the weights' rounding, for blocks of any size") {
  for (int64_t block : {1, 4, 8, 16}) {
    for (int64_t tile : {2, 4}) {
      CAPTURE(block);
      CAPTURE(tile);
      CHECK(error(Isa::kReference, block, {tile, 1, 5, 7, 6, 7}) <= 5e-7);
      CHECK(error(Isa::kReference, block, {tile, 2, 17, 33, 3, 4}) <= 5e-7);
    }
  }
}

TEST_CASE("winograd_conv2d: every variant is a convolution, for sizes around the edges of tiles") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (auto guard : {GuardedBytes::Guard::kAfter, GuardedBytes::Guard::kBefore}) {
      for (int64_t tile : {2, 4}) {
        for (int64_t height : {1, 2, 3, 4, 5, 6}) {
          for (int64_t width : {1, 3, 4, 7, 8, 10, 13}) {
            CAPTURE(tile);
            CAPTURE(height);
            CAPTURE(width);
            CHECK(error(isa, {tile, 2, 3, 5, height, width}, guard) <= 4e-6);
          }
        }
      }
    }
  }
}

TEST_CASE("winograd_conv2d: channels around the edges of blocks, and many") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    const int64_t block = kernel_table(isa).channel_block;
    for (int64_t tile : {2, 4}) {
      for (int64_t inputs : {1, 15, 16, 17, 600}) {
        for (int64_t outputs : {int64_t{1}, block, block + 1, 2 * block, 2 * block + 1, 5 * block}) {
          CAPTURE(tile);
          CAPTURE(inputs);
          CAPTURE(outputs);
          CHECK(error(isa, {tile, 1, inputs, outputs, 4, 5}) <= 4e-6);
        }
      }
    }
  }
}

TEST_CASE("winograd_conv2d: no padding, much, and uneven") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (int64_t tile : {2, 4}) {
      for (const Padding& padding :
           {Padding{0, 0, 0, 0}, {2, 2, 2, 2}, {0, 1, 2, 3}, {3, 2, 1, 0}, {9, 8, 7, 9}}) {
        CAPTURE(tile);
        CAPTURE(padding.top);
        CHECK(error(isa, {tile, 2, 3, 5, 5, 6, padding}) <= 4e-6);
      }
    }
  }
}

TEST_CASE("winograd_conv2d: activation and residual, whatever the pieces") {
  using F = ActivationFunction;
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (auto guard : {GuardedBytes::Guard::kAfter, GuardedBytes::Guard::kBefore}) {
      for (int64_t tile : {2, 4}) {
        for (const Activation& activation :
             {Activation{}, {F::kRelu, 0, 0}, {F::kHardtanh, -0.5f, 9.0f}, {F::kSilu, 0, 0}}) {
          for (auto residual : {Residual::kNone, Residual::kApart, Residual::kInPlace}) {
            CAPTURE(tile);
            CAPTURE(static_cast<int>(activation.function));
            CAPTURE(static_cast<int>(residual));
            Case c = {tile, 3, 20, 70, 9, 10, {1, 1, 1, 1}, residual, activation};
            CHECK(error(isa, c, guard) <= 4e-6);
            c.tile_step = 7;
            c.panel_step = 3;
            c.group_panels = 1;
            CHECK(error(isa, c, guard) <= 4e-6);
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace convolt::test
