#include "kernels/depthwise_conv2d/depthwise_conv2d.h"

#include <doctest/doctest.h>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

double error(Isa isa, int64_t height, int64_t width, int64_t kernel, int64_t stride, int64_t pad, int64_t dilation,
             GuardedBytes::Guard guard, Activation activation = {}, bool residual = false) {
  const int64_t reach = dilation * (kernel - 1) + 1;
  const Window2d w{height, width, kernel, kernel, stride, stride, pad, pad, dilation, dilation,
                   (height + 2 * pad - reach) / stride + 1, (width + 2 * pad - reach) / stride + 1};
  const int64_t plane = w.output_height * w.output_width;
  const Guarded<float> input(random_floats(height * width, 1), guard), weight(random_floats(kernel * kernel, 2), guard);
  // The residual lies where the output goes.
  const Guarded<float> expected(random_floats(plane, 3)), actual(random_floats(plane, 3), guard);
  DepthwiseConv2dParams params{input.data(), weight.data(), 0.25f, residual ? expected.data() : nullptr,
                               expected.data(), w, activation, {0, w.output_height}};
  kernel_table(Isa::kReference).depthwise_conv2d(params);
  params.output = actual.data();
  if (residual) params.residual = actual.data();
  params.rows = {0, w.output_height / 2};
  kernel_table(isa).depthwise_conv2d(params);
  params.rows = {w.output_height / 2, w.output_height};
  kernel_table(isa).depthwise_conv2d(params);
  return relative_error(actual.data(), expected.data(), plane);
}

TEST_CASE("depthwise conv2d: every variant equals the reference, whatever the window and the width") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (auto guard : {GuardedBytes::Guard::kAfter, GuardedBytes::Guard::kBefore}) {
      for (int64_t kernel : {1, 3, 5}) {
        for (int64_t stride : {1, 2, 3}) {
          for (int64_t dilation : {1, 2}) {
            for (int64_t pad : {0, 1, 4}) {
              for (int64_t width : {9, 15, 16, 17, 18, 19, 33, 35, 50}) {
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

TEST_CASE("depthwise conv2d: activations and the residual, and images smaller than a vector") {
  using F = ActivationFunction;
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (auto guard : {GuardedBytes::Guard::kAfter, GuardedBytes::Guard::kBefore}) {
      for (const Activation& activation :
           {Activation{}, {F::kRelu, 0, 0}, {F::kHardtanh, -0.5f, 0.5f}, {F::kLeakyRelu, 0.1f, 0},
            {F::kSilu, 0, 0}, {F::kHardswish, 0, 0}}) {
        CAPTURE(static_cast<int>(activation.function));
        for (int64_t width : {1, 2, 3, 7, 20, 33}) {
          CAPTURE(width);
          for (int64_t kernel : {3, 4}) {
            CHECK(error(isa, 7, width, kernel, 1, 2, 1, guard, activation, false) <= 1e-6);
            CHECK(error(isa, 7, width, kernel, 1, 2, 1, guard, activation, true) <= 1e-6);
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace convolt::test
