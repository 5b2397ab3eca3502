#include "kernels/channel_norm/channel_norm.h"

#include <doctest/doctest.h>

#include <cmath>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

/// @param of_blocks whether the channels lie in blocks of the kernel's vectors
void compare(bool of_blocks, int64_t channels, int64_t plane, Range pixels, float offset = 0.0f) {
  CAPTURE(of_blocks);
  CAPTURE(channels);
  CAPTURE(plane);
  const Guarded<float> weight(random_floats(channels, 2)), bias(random_floats(channels, 3));
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    const int64_t block = of_blocks ? kernel_table(isa).channel_block : 1;
    const int64_t count = (channels + block - 1) / block * block * plane;
    std::vector<float> values = random_floats(count, 1);
    for (float& value : values) value += offset;
    const Guarded<float> x(values), before(values, GuardedBytes::Guard::kBefore), expected(count), actual(count);
    for (int affine = 0; affine < 4; ++affine) {
      CAPTURE(affine);
      for (int64_t i = 0; i < count; ++i) expected[i] = actual[i] = -7.0f;
      ChannelNormParams params{x.data(), expected.data(), (affine & 1) != 0 ? weight.data() : nullptr,
                               (affine & 2) != 0 ? bias.data() : nullptr, channels, plane, block, 1e-5f, pixels};
      kernel_table(Isa::kReference).channel_norm(params);
      params.y = actual.data();
      kernel_table(isa).channel_norm(params);
      CHECK(relative_error(actual.data(), expected.data(), count) <= 1e-6 * (1.0 + offset));
      params.x = params.y = before.data();
      for (int64_t i = 0; i < count; ++i) before[i] = values[i];
      kernel_table(isa).channel_norm(params);
      for (int64_t i = 0; i < count; ++i)
        if (actual[i] != -7.0f) REQUIRE(before[i] == actual[i]);
    }
  }
}

TEST_CASE("channel_norm: planes and blocks of every remainder equal the reference, also in place") {
  for (bool of_blocks : {false, true}) {
    for (int64_t plane = 1; plane <= 70; ++plane) compare(of_blocks, 5, plane, {0, plane});
    for (int64_t channels = 2; channels <= 40; ++channels) compare(of_blocks, channels, 7, {0, 7});
  }
}

TEST_CASE("channel_norm: a range of the pixels, and nothing beside it") {
  for (bool of_blocks : {false, true}) compare(of_blocks, 19, 50, {3, 41});
}

TEST_CASE("channel_norm: many channels, of several chunks and a rest") {
  for (bool of_blocks : {false, true}) compare(of_blocks, 3 * 64 * 16 + 5, 9, {0, 9}, 0.5f);
}

TEST_CASE("channel_norm: a large mean costs no more than its own rounding") {
  for (bool of_blocks : {false, true}) compare(of_blocks, 768, 9, {0, 9}, 100.0f);
}

TEST_CASE("channel_norm: NaN spreads to its pixel alone, and not to lanes beyond the channels") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    const int64_t block = kernel_table(isa).channel_block, channels = block + 1;
    const int64_t padded = (channels + block - 1) / block * block;
    const Guarded<float> x(random_floats(padded * 2, 1)), y(static_cast<size_t>(padded * 2));
    x[block] = NAN;  // the first channel of the second pixel
    kernel_table(isa).channel_norm({x.data(), y.data(), nullptr, nullptr, channels, 2, block, 1e-5f, {0, 2}});
    for (int64_t c = 0; c < padded; ++c) {
      const float* pixel = y.data() + c / block * 2 * block + c % block;
      CHECK(std::isfinite(pixel[0]));
      CHECK(std::isnan(pixel[block]) == (c < channels));
    }
  }
}

}  // namespace
}  // namespace convolt::test
