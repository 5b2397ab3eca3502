#include "kernels/blocked_depthwise_conv2d/blocked_depthwise_conv2d.h"

#include <doctest/doctest.h>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

/// Both kernels on an image of two blocks, the second not full; the variant's rows are cut inside the second one.
double error(Isa isa, int64_t height, int64_t width, int64_t kernel, int64_t stride, int64_t pad, int64_t dilation,
             GuardedBytes::Guard guard, Activation activation = {}, bool residual = false) {
  const int64_t reach = dilation * (kernel - 1) + 1, block = kernel_table(isa).channel_block;
  const Window2d w{height, width, kernel, kernel, stride, stride, pad, pad, dilation, dilation,
                   (height + 2 * pad - reach) / stride + 1, (width + 2 * pad - reach) / stride + 1};
  const int64_t floats = 2 * w.output_height * w.output_width * block, channels = block + (block + 1) / 2;
  const Guarded<float> input(random_floats(2 * height * width * block, 1), guard);
  const Guarded<float> weight(random_floats(2 * kernel * kernel * block, 2), guard);
  const Guarded<float> bias(random_floats(channels, 4), guard);
  // The residual lies where the output goes.
  const Guarded<float> expected(random_floats(floats, 3)), actual(random_floats(floats, 3), guard);
  BlockedDepthwiseConv2dParams params{input.data(), weight.data(), bias.data(), residual ? expected.data() : nullptr,
                                      expected.data(), channels, block, w, activation, {0, 2 * w.output_height}};
  kernel_table(Isa::kReference).blocked_depthwise_conv2d(params);
  params.output = actual.data();
  if (residual) params.residual = actual.data();
  const int64_t cut = w.output_height + w.output_height / 2;
  params.rows = {0, cut};
  kernel_table(isa).blocked_depthwise_conv2d(params);
  params.rows = {cut, 2 * w.output_height};
  kernel_table(isa).blocked_depthwise_conv2d(params);
  return relative_error(actual.data(), expected.data(), floats);
}

TEST_CASE("blocked depthwise conv2d: every variant equals the reference, whatever the window and the width") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (auto guard : {GuardedBytes::Guard::kAfter, GuardedBytes::Guard::kBefore}) {
      for (int64_t kernel : {1, 3, 4, 5, 7}) {
        for (int64_t stride : {1, 2, 3}) {
          for (int64_t dilation : {1, 2}) {
            for (int64_t pad : {0, 1, 4}) {
              for (int64_t width : {13, 14, 19, 33}) {
                CAPTURE(kernel);
                CAPTURE(stride);
                CAPTURE(dilation);
                CAPTURE(pad);
                CAPTURE(width);
                CHECK(error(isa, 13, width, kernel, stride, pad, dilation, guard) <= 1e-6);
              }
            }
          }
        }
      }
    }
  }
}

TEST_CASE("blocked depthwise conv2d: activations and the residual, and images smaller than the window") {
  using F = ActivationFunction;
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (auto guard : {GuardedBytes::Guard::kAfter, GuardedBytes::Guard::kBefore}) {
      for (const Activation& activation :
           {Activation{}, {F::kRelu, 0, 0}, {F::kHardtanh, -0.5f, 0.5f}, {F::kSilu, 0, 0}, {F::kHardswish, 0, 0}}) {
        CAPTURE(static_cast<int>(activation.function));
        for (int64_t width : {1, 2, 3, 7, 20, 150}) {
          CAPTURE(width);
          CHECK(error(isa, 2, width, 3, 1, 1, 1, guard, activation, false) <= 1e-6);
          CHECK(error(isa, 2, width, 5, 1, 4, 1, guard, activation, true) <= 1e-6);
        }
      }
    }
  }
}

}  // namespace
}  // namespace convolt::test
