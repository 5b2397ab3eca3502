#include "kernels/conv/conv.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "dispatch/kernel_table.h"
#include "kernels/gemm/gemm.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

/// A window on height x width whose output size follows from padding at the bottom and right too.
Window2d window(int64_t height, int64_t width, int64_t kernel_height, int64_t kernel_width, int64_t stride,
                int64_t pad_top, int64_t pad_left, int64_t pad_bottom, int64_t pad_right, int64_t dilation = 1) {
  return {height, width, kernel_height, kernel_width, stride, stride, pad_top, pad_left, dilation, dilation,
          (height + pad_top + pad_bottom - dilation * (kernel_height - 1) - 1) / stride + 1,
          (width + pad_left + pad_right - dilation * (kernel_width - 1) - 1) / stride + 1};
}

/// The same as a window on a volume of depth 1.
Window3d flat(const Window2d& plane) { return {1, 1, 1, 0, 1, 1, plane}; }

/// Whether something is added to the sums, and whether it lies where they go.
enum class Residual { kNone, kApart, kInPlace };

/// Holds a variant, called for `pixel_step` pixels and `channel_step` channels at a time, against the reference.
double error(Isa isa, int64_t inputs, int64_t outputs, const Window3d& w, int64_t channel_step, int64_t pixel_step,
             GuardedBytes::Guard guard = GuardedBytes::Guard::kAfter, Activation activation = {},
             Residual residual = Residual::kNone) {
  const Window2d& plane = w.plane;
  const int64_t pixels = w.output_depth * plane.output_height * plane.output_width;
  const int64_t taps = w.kernel_depth * plane.kernel_height * plane.kernel_width;
  const Guarded<float> input(random_floats(inputs * w.depth * plane.height * plane.width, 1), guard);
  const Guarded<float> weight(random_floats(outputs * inputs * taps, 2), guard);
  const Guarded<float> bias(random_floats(outputs, 3), guard);
  const std::vector<float> addends = random_floats(outputs * pixels, 4);
  const Guarded<float> added(addends, guard), actual(addends, guard);
  const Guarded<float> expected(outputs * pixels), workspace(kGemmWorkspaceFloats);
  ConvParams params{input.data(), weight.data(), bias.data(), residual == Residual::kNone ? nullptr : added.data(),
                    expected.data(), inputs, w, activation, {0, outputs}, {0, pixels}, workspace.data()};
  kernel_table(Isa::kReference).conv(params);
  params.output = actual.data();
  if (residual == Residual::kInPlace) params.residual = actual.data();
  for (int64_t channel = 0; channel < outputs; channel += channel_step) {
    for (int64_t pixel = 0; pixel < pixels; pixel += pixel_step) {
      params.output_channels = {channel, std::min(channel + channel_step, outputs)};
      params.pixels = {pixel, std::min(pixel + pixel_step, pixels)};
      kernel_table(isa).conv(params);
    }
  }
  return relative_error(actual.data(), expected.data(), expected.size());
}

TEST_CASE("conv: every variant equals the reference for windows of all kinds") {
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
              const Window2d w = window(11, 40, kernel, kernel, stride, pad, pad, pad, pad, dilation);
              CHECK(error(isa, 3, 7, flat(w), 7, w.output_height * w.output_width, guard) <= 1e-6);
            }
          }
        }
      }
    }
  }
}

TEST_CASE("conv: every width around the edges of vectors and panels") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (int64_t width = 1; width <= 36; ++width) {
      CAPTURE(width);
      CHECK(error(isa, 2, 5, flat(window(3, width, 3, 3, 1, 1, 1, 1, 1)), 5, 3 * width) <= 1e-6);
    }
  }
}

TEST_CASE("conv: depths around the depth block, pieces of the output, asymmetric padding, oblong kernels") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (int64_t inputs : {28, 29, 57, 130}) {
      CAPTURE(inputs);
      CHECK(error(isa, inputs, 13, flat(window(6, 7, 3, 3, 1, 1, 1, 1, 1)), 13, 42) <= 1e-6);
    }
    CHECK(error(isa, 256, 13, flat(window(6, 7, 1, 1, 1, 0, 0, 0, 0)), 13, 42) <= 1e-6);
    CHECK(error(isa, 4, 30, flat(window(9, 10, 3, 3, 1, 1, 1, 1, 1)), 7, 32) <= 1e-6);
    CHECK(error(isa, 4, 5, flat(window(9, 10, 3, 3, 2, 0, 0, 1, 1)), 5, 1000) <= 1e-6);
    CHECK(error(isa, 2, 5, flat(window(9, 10, 1, 7, 1, 0, 4, 0, 2)), 5, 1000) <= 1e-6);
    CHECK(error(isa, 2, 5, flat(window(9, 10, 7, 1, 1, 4, 0, 2, 0)), 5, 1000) <= 1e-6);
    CHECK(error(isa, 1, 3, flat(window(20, 20, 20, 20, 1, 2, 2, 2, 2)), 3, 1000) <= 1e-6);
    CHECK(error(isa, 1, 3, flat(window(1, 1, 3, 3, 1, 5, 5, 5, 5)), 3, 1000) <= 1e-6);
  }
}

TEST_CASE("conv: volumes, whole and in pieces that begin and end within planes") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (auto guard : {GuardedBytes::Guard::kAfter, GuardedBytes::Guard::kBefore}) {
      for (int64_t kernel_depth : {1, 2, 3}) {
        for (int64_t stride : {1, 2}) {
          for (int64_t dilation : {1, 2}) {
            for (int64_t pad : {0, 2}) {
              CAPTURE(kernel_depth);
              CAPTURE(stride);
              CAPTURE(dilation);
              CAPTURE(pad);
              const int64_t output_depth = (6 + pad + 1 - dilation * (kernel_depth - 1) - 1) / stride + 1;
              const Window3d w = {6,        kernel_depth, stride, pad, dilation, output_depth,
                                  window(5, 7, 3, 2, 1, 1, 1, 1, 1)};
              CHECK(error(isa, 12, 7, w, 7, 10000, guard) <= 1e-6);
              CHECK(error(isa, 2, 7, w, 3, 64, guard) <= 1e-6);
            }
          }
        }
      }
    }
  }
}

TEST_CASE("conv: activation and residual, once for each element, whatever the blocks of the depth and the pieces") {
  using F = ActivationFunction;
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (auto guard : {GuardedBytes::Guard::kAfter, GuardedBytes::Guard::kBefore}) {
      for (const Activation& activation :
           {Activation{}, {F::kRelu, 0, 0}, {F::kHardtanh, -0.5f, 9.0f}, {F::kLeakyRelu, 0.1f, 0}, {F::kSilu, 0, 0},
            {F::kGelu, 0, 0}, {F::kHardswish, 0, 0}}) {
        CAPTURE(static_cast<int>(activation.function));
        for (auto residual : {Residual::kNone, Residual::kApart, Residual::kInPlace}) {
          for (int64_t inputs : {2, 60}) {
            CAPTURE(inputs);
            const Window3d w = flat(window(6, 7, 3, 3, 1, 1, 1, 1, 1));
            CHECK(error(isa, inputs, 13, w, 13, 42, guard, activation, residual) <= 1e-6);
            CHECK(error(isa, inputs, 13, w, 7, 32, guard, activation, residual) <= 1e-6);
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace convolt::test
