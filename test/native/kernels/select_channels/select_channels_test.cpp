#include "kernels/select_channels/select_channels.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

constexpr int64_t kGap = 5;  // floats between the samples of the first input

/// Blocks of the output with `count` sources each, whose lanes are drawn; every lane but the last has one of them.
std::vector<LaneSource> draw_sources(int64_t blocks, int64_t count, int64_t block, int64_t inputs, int64_t input_blocks) {
  std::minstd_rand random(static_cast<unsigned>(count + block));
  const auto below = [&](int64_t limit) { return static_cast<int64_t>(random() >> 8) % limit; };
  std::vector<LaneSource> sources;
  for (int64_t b = 0; b < blocks; ++b) {
    for (int64_t s = 0; s < count; ++s) {
      sources.push_back({below(inputs), below(input_blocks), {}});
      std::fill_n(sources.back().lanes, kMostLanes, -1);
    }
    for (int64_t lane = 0; lane < std::max<int64_t>(1, block - 1); ++lane) {
      const int64_t source = lane < count ? lane : below(count);
      sources[b * count + source].lanes[lane] = static_cast<int32_t>(below(block));
    }
  }
  return sources;
}

/// Every element has a value of its own, so that one from the wrong place differs.
void compare(Isa isa, int64_t count, int64_t pixels) {
  CAPTURE(name(isa));
  CAPTURE(count);
  CAPTURE(pixels);
  constexpr int64_t kBlocks = 3, kInputBlocks = 2, kInputs = 2, kSamples = 2;
  const int64_t block = kernel_table(isa).channel_block, elements = kInputBlocks * pixels * block;
  const std::vector<LaneSource> sources = draw_sources(kBlocks, count, block, kInputs, kInputBlocks);
  const int64_t starts[] = {0, count, 2 * count, 3 * count}, strides[] = {elements + kGap, elements};
  const int64_t size = kBlocks * pixels * block;
  for (auto guard : {GuardedBytes::Guard::kAfter, GuardedBytes::Guard::kBefore}) {
    const Guarded<float> first(random_floats(kSamples * elements + kGap, 1), guard);
    const Guarded<float> second(random_floats(kSamples * elements, 2), guard);
    const float* const inputs[] = {first.data(), second.data()};
    for (int64_t sample = 0; sample < kSamples; ++sample) {
      const Guarded<float> y(size, guard), expected(size);
      SelectChannelsParams params{inputs, strides, sample, expected.data(), sources.data(),
                                  starts, pixels, block, {0, kBlocks * pixels}};
      kernel_table(Isa::kReference).select_channels(params);
      params.y = y.data();
      const int64_t cut = pixels + pixels / 2;
      params.range.begin = cut;
      kernel_table(isa).select_channels(params);
      for (int64_t i = 0; i < cut * block; ++i) REQUIRE(y[i] != y[i]);
      params.range = {0, cut};
      kernel_table(isa).select_channels(params);
      CHECK(std::equal(y.data(), y.data() + size, expected.data()));
    }
  }
}

TEST_CASE("select_channels: every variant equals the reference, for every number of sources that a block can have") {
  for (Isa isa : variants()) {
    for (int64_t count = 1; count <= kernel_table(isa).channel_block; ++count) {
      for (int64_t pixels : {1, 2, 9}) compare(isa, count, pixels);
    }
  }
}

}  // namespace
}  // namespace convolt::test
