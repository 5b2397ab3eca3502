#include "kernels/winograd_conv2d/winograd_conv2d.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "dispatch/kernel_table.h"
#include "kernels/activation/activation.h"
#include "kernels/winograd_conv2d_weight/winograd_conv2d_weight.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }

struct Padding {
  int64_t top, left, bottom, right;
};

/// Outputs as large as inputs.
Padding same(const WinogradSize& size) {
  const int64_t y = size.rows.taps / 2, x = size.columns.taps / 2;
  return {y, x, y, x};
}

/// As in F(4x4, 3x3).
std::string name(const WinogradSize& size) {
  const auto numbers = [](int64_t y, int64_t x) { return std::to_string(y) + "x" + std::to_string(x); };
  return "F(" + numbers(size.rows.tile, size.columns.tile) + ", " + numbers(size.rows.taps, size.columns.taps) + ")";
}

/// The largest error that rounding may make: it grows with the points of a direction.
double bound(const WinogradSize& size) {
  const int64_t points = std::max(size.rows.tile + size.rows.taps, size.columns.tile + size.columns.taps) - 1;
  return points <= 6 ? 6e-6 : 1.5e-5;
}

/// Whether something is added to the sums, and whether it lies where they go.
enum class Residual { kNone, kApart, kInPlace };

struct Case {
  WinogradSize size;
  int64_t samples, inputs, outputs, height, width;
  Padding padding = same(size);
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
  const int64_t height = c.size.rows.taps, width = c.size.columns.taps, taps = height * width;
  each(to, [&](int64_t n, int64_t k, int64_t y, int64_t x) {
    double sum = tensors.bias[k];
    for (int64_t i = 0; i < from.channels * taps; ++i) {
      const int64_t row = y - c.padding.top + i / width % height, column = x - c.padding.left + i % width;
      if (row < 0 || row >= from.height || column < 0 || column >= from.width) continue;
      sum += static_cast<double>(tensors.weight[k * from.channels * taps + i]) *
             tensors.input[from.at(n, i / taps, row, column)];
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
  const Image to = {c.samples, c.outputs, block, c.height + c.padding.top + c.padding.bottom - c.size.rows.taps + 1,
                    c.width + c.padding.left + c.padding.right - c.size.columns.taps + 1, in_place ? 0 : 7};
  const Image addends = {c.samples, c.outputs, block, to.height, to.width, 0};
  const WinogradAxis &rows = c.size.rows, &columns = c.size.columns;
  const int64_t points = (rows.tile + rows.taps - 1) * (columns.tile + columns.taps - 1);
  const int64_t panels = ceil_div(to.blocks(), 2);
  const int64_t tiles = c.samples * ceil_div(to.height, rows.tile) * ceil_div(to.width, columns.tile);

  const Guarded<float> input(random_floats(from.size(), 1), guard);
  const Guarded<float> weight(random_floats(c.outputs * c.inputs * rows.taps * columns.taps, 2), guard);
  const Guarded<float> bias(random_floats(c.outputs, 3), guard);
  const Guarded<float> added(random_floats(addends.size(), 4), guard), output(random_floats(to.size(), 4), guard);
  const float* residual = c.residual == Residual::kNone ? nullptr : in_place ? output.data() : added.data();
  const std::vector<float> expected =
      convolve(c, {input.data(), weight.data(), bias.data(), residual}, from, to, addends);

  const Guarded<float> packed(points * from.blocks() * to.blocks() * block * block, guard);
  for (int64_t panel = 0; panel < panels; panel += c.panel_step) {
    kernel_table(isa).winograd_conv2d_weight({weight.data(), packed.data(), c.inputs, c.outputs, block, c.size,
                                              {panel, std::min(panel + c.panel_step, panels)}});
  }
  const int64_t input_row = from.blocks() * block, product_row = c.group_panels * 2 * block;
  const int64_t count = std::min(c.tile_step, tiles);
  const WinogradScratch scratch = {input_row, count * input_row, product_row, count * product_row, c.group_panels};
  const Guarded<float> workspace(points * (scratch.input_point + scratch.product_point));
  WinogradConv2dParams params{input.data(), from.stride(), packed.data(), bias.data(), residual,
                              output.data(), to.stride(), c.inputs, c.outputs, block, c.height, c.width,
                              c.padding.top, c.padding.left, to.height, to.width, c.size, c.activation, {}, {},
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
    for (const WinogradSize& size : kWinogradSizes) {
      CAPTURE(block);
      CAPTURE(name(size));
      CHECK(error(Isa::kReference, block, {size, 1, 5, 7, 6, 7}) <= 1e-6);
      CHECK(error(Isa::kReference, block, {size, 2, 17, 33, 3, 4}) <= 1e-6);
    }
  }
}

TEST_CASE("winograd_conv2d: every variant is a convolution, for sizes around the edges of tiles") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (auto guard : {GuardedBytes::Guard::kAfter, GuardedBytes::Guard::kBefore}) {
      for (const WinogradSize& size : kWinogradSizes) {
        for (int64_t height : {1, 2, 3, 4, 5, 6, 9}) {
          for (int64_t width : {1, 3, 4, 7, 8, 10, 13}) {
            CAPTURE(name(size));
            CAPTURE(height);
            CAPTURE(width);
            CHECK(error(isa, {size, 2, 3, 5, height, width}, guard) <= bound(size));
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
    for (const WinogradSize& size : kWinogradSizes) {
      for (int64_t inputs : {1, 15, 16, 17, 600}) {
        for (int64_t outputs : {int64_t{1}, block, block + 1, 2 * block, 2 * block + 1, 5 * block}) {
          CAPTURE(name(size));
          CAPTURE(inputs);
          CAPTURE(outputs);
          CHECK(error(isa, {size, 1, inputs, outputs, 4, 5}) <= bound(size));
        }
      }
      Case pieces = {size, 3, 20, 7 * block + 6, 9, 10, same(size)};
      pieces.tile_step = 7;
      pieces.panel_step = 3;
      pieces.group_panels = 1;
      CHECK(error(isa, pieces) <= bound(size));
    }
  }
}

TEST_CASE("winograd_conv2d: no padding, much, and uneven") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (const WinogradSize& size : kWinogradSizes) {
      for (const Padding& padding :
           {Padding{0, 0, 0, 0}, {2, 2, 2, 2}, {0, 1, 2, 3}, {3, 2, 1, 0}, {9, 8, 7, 9}}) {
        CAPTURE(name(size));
        CAPTURE(padding.top);
        CHECK(error(isa, {size, 2, 3, 5, 7, 8, padding}) <= bound(size));
      }
    }
  }
}

TEST_CASE("winograd_conv2d: activation and residual, whatever the pieces") {
  using F = ActivationFunction;
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (auto guard : {GuardedBytes::Guard::kAfter, GuardedBytes::Guard::kBefore}) {
      for (const WinogradSize& size : kWinogradSizes) {
        for (const Activation& activation :
             {Activation{}, {F::kRelu, 0, 0}, {F::kHardtanh, -0.5f, 9.0f}, {F::kSilu, 0, 0}}) {
          for (auto residual : {Residual::kNone, Residual::kApart, Residual::kInPlace}) {
            CAPTURE(name(size));
            CAPTURE(static_cast<int>(activation.function));
            CAPTURE(static_cast<int>(residual));
            Case c = {size, 2, 5, 70, 9, 10, same(size), residual, activation};
            CHECK(error(isa, c, guard) <= bound(size));
            c.tile_step = 7;
            c.panel_step = 3;
            c.group_panels = 1;
            CHECK(error(isa, c, guard) <= bound(size));
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace convolt::test
