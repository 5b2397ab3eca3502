#include "kernels/blocked_batch_norm/blocked_batch_norm.h"

#include <doctest/doctest.h>

#include <limits>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// Computes [0, cut) and [cut, end) by themselves, in place and not. Elements of neither range must stay.
void compare(Isa isa, int64_t channels, int64_t pixels, const Activation& activation) {
  CAPTURE(name(isa));
  CAPTURE(channels);
  CAPTURE(pixels);
  const int64_t block = kernel_table(isa).channel_block, end = (channels + block - 1) / block * pixels;
  const int64_t count = end * block;
  for (auto guard : {GuardedBytes::Guard::kAfter, GuardedBytes::Guard::kBefore}) {
    const Guarded<float> x(random_floats(count, 1), guard), y(count, guard), expected(count);
    const Guarded<float> scale(random_floats(channels, 2), guard), shift(random_floats(channels, 3), guard);
    if (activation.function == ActivationFunction::kRelu) x[0] = kNan;
    BlockedBatchNormParams params{x.data(), expected.data(), scale.data(), shift.data(), channels,
                                  pixels, block, activation, {0, end}};
    kernel_table(Isa::kReference).blocked_batch_norm(params);
    const auto run = [&](float* to, Range range) {
      params.y = to;
      params.range = range;
      kernel_table(isa).blocked_batch_norm(params);
    };
    const int64_t cut = end / 3;
    run(y.data(), {cut, end});
    for (int64_t i = 0; i < cut * block; ++i) REQUIRE(y[i] != y[i]);
    run(y.data(), {0, cut});
    CHECK(relative_error(y.data(), expected.data(), count) <= 1e-6);
    run(x.data(), {0, end});
    CHECK(relative_error(x.data(), expected.data(), count) <= 1e-6);
  }
}

TEST_CASE("blocked_batch_norm: every variant equals the reference, whatever the channels, pixels and range") {
  for (Isa isa : variants()) {
    for (int64_t channels : {1, 2, 3, 7, 8, 9, 15, 16, 17, 35}) {
      for (int64_t pixels : {1, 2, 7, 16, 49}) compare(isa, channels, pixels, {});
    }
  }
}

TEST_CASE("blocked_batch_norm: activations, NaN, and what they make of lanes without a channel") {
  using F = ActivationFunction;
  for (Isa isa : variants()) {
    for (const Activation& activation :
         {Activation{F::kRelu, 0, 0}, {F::kHardtanh, -0.5f, 0.25f}, {F::kSilu, 0, 0}, {F::kSigmoid, 0, 0}}) {
      CAPTURE(static_cast<int>(activation.function));
      compare(isa, 20, 9, activation);
    }
  }
}

}  // namespace
}  // namespace convolt::test
