#include "kernels/stem_conv2d/stem_conv2d.h"

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

/// Holds a variant, called for `row_step` rows at a time, against the reference with the same block.
double error(Isa isa, int64_t inputs, int64_t outputs, const Window2d& w, int64_t row_step = 1 << 20,
             GuardedBytes::Guard guard = GuardedBytes::Guard::kAfter, Activation activation = {}, bool residual = false) {
  const int64_t block = kernel_table(isa).channel_block, blocks = (outputs + block - 1) / block;
  const int64_t pixels = w.output_height * w.output_width, depth = inputs * w.kernel_height * w.kernel_width;
  const Guarded<float> input(random_floats(inputs * w.height * w.width, 1), guard);
  const Guarded<float> weight(random_floats(blocks * depth * block, 2), guard);
  const Guarded<float> bias(random_floats(outputs, 3), guard);
  const Guarded<float> actual(random_floats(blocks * pixels * block, 4), guard);
  const Guarded<float> expected(random_floats(blocks * pixels * block, 4), guard);
  const int64_t seen_width = (w.output_width - 1) * w.stride_x + (w.kernel_width - 1) * w.dilation_x + 1;
  const Guarded<float> workspace(inputs * w.kernel_height * seen_width, guard);
  StemConv2dParams params{input.data(),    weight.data(), bias.data(),          residual ? expected.data() : nullptr,
                          expected.data(), block,         inputs,               outputs,
                          w,               activation,    {0, w.output_height}, workspace.data()};
  kernel_table(Isa::kReference).stem_conv2d(params);
  params.output = actual.data();
  if (residual) params.residual = actual.data();
  for (int64_t row = 0; row < w.output_height; row += row_step) {
    params.rows = {row, std::min(row + row_step, w.output_height)};
    kernel_table(isa).stem_conv2d(params);
  }
  return relative_error(actual.data(), expected.data(), expected.size());
}

TEST_CASE("stem conv2d: every variant equals the reference for windows of all kinds") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (auto guard : {GuardedBytes::Guard::kAfter, GuardedBytes::Guard::kBefore}) {
      for (int64_t kernel : {1, 3, 4, 7}) {
        for (int64_t stride : {1, 2, 4}) {
          for (int64_t dilation : {1, 2}) {
            for (int64_t pad : {0, 1, 3}) {
              CAPTURE(kernel);
              CAPTURE(stride);
              CAPTURE(dilation);
              CAPTURE(pad);
              CHECK(error(isa, 3, 17, window(13, 40, kernel, stride, pad, dilation), 1 << 20, guard) <= 1e-6);
            }
          }
        }
      }
    }
  }
}

TEST_CASE("stem conv2d: widths around tiles, channels around panels, windows that see nothing but padding") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (int64_t width = 1; width <= 40; ++width) {
      CAPTURE(width);
      CHECK(error(isa, 1, 9, window(3, width, 3, 1, 1)) <= 1e-6);
      CHECK(error(isa, 4, 33, window(3, width, 3, 2, 1)) <= 1e-6);
    }
    for (int64_t channels = 1; channels <= 65; ++channels) {
      CAPTURE(channels);
      CHECK(error(isa, 2, channels, window(5, 15, 3, 2, 1)) <= 1e-6);
    }
    CHECK(error(isa, 1, 3, window(1, 1, 3, 1, 5)) <= 1e-6);
  }
}

TEST_CASE("stem conv2d: activation and residual, once for each element, whatever the pieces") {
  using F = ActivationFunction;
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (const Activation& activation :
         {Activation{}, {F::kRelu, 0, 0}, {F::kHardtanh, -0.5f, 9.0f}, {F::kSilu, 0, 0}}) {
      CAPTURE(static_cast<int>(activation.function));
      for (bool residual : {false, true}) {
        CHECK(error(isa, 3, 43, window(9, 30, 3, 1, 1), 2, GuardedBytes::Guard::kAfter, activation, residual) <= 1e-6);
        CHECK(error(isa, 3, 43, window(9, 30, 3, 2, 1), 1, GuardedBytes::Guard::kBefore, activation, residual) <= 1e-6);
      }
    }
  }
}

}  // namespace
}  // namespace convolt::test
