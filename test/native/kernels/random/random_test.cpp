#include "kernels/random/random.h"

#include <doctest/doctest.h>

#include <cstring>
#include <random>

#include "dispatch/kernel_table.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

TEST_CASE("random: the words are the Mersenne Twister's, across its turns") {
  GeneratorState state;
  for (uint64_t seed : {uint64_t{0}, uint64_t{5489}, uint64_t{0xffffffff00000001}}) {
    CAPTURE(seed);
    std::mt19937 expected(static_cast<uint32_t>(seed));
    kernels().random_seed({&state, seed});
    CHECK(state.seed == seed);
    Guarded<int64_t> words(2000);
    kernels().random_integers({&state, words.data(), 2000, 0, uint64_t{1} << 32, false});
    for (int i = 0; i < 2000; ++i) CHECK(words.data()[i] == static_cast<int64_t>(expected()));
  }
}

TEST_CASE("random: a state of any content is safe to draw from") {
  Guarded<GeneratorState> state(1);
  Guarded<float> y(700);
  for (int byte : {0x00, 0x01, 0x7f, 0x80, 0xff}) {
    CAPTURE(byte);
    std::memset(state.data(), byte, sizeof(GeneratorState));
    kernels().random_uniform_float32({state.data(), y.data(), 700, 0.0f, 1.0f});
    kernels().random_normal({state.data(), y.data(), 7, 0.0, 1.0});
    CHECK(state.data()->next <= 624);
  }
}

TEST_CASE("random: numbers lie in the range that was asked for, and a permutation has every index") {
  GeneratorState state;
  kernels().random_seed({&state, 1});
  Guarded<float> floats(999);
  kernels().random_uniform_float32({&state, floats.data(), 999, -2.0f, 3.0f});
  for (int i = 0; i < 999; ++i) CHECK((floats.data()[i] >= -2.0f && floats.data()[i] < 3.0f));
  kernels().random_truncated_normal({&state, floats.data(), 999, 0.0, 1.0, -0.5, 9.0});
  for (int i = 0; i < 999; ++i) CHECK((floats.data()[i] >= -0.5f && floats.data()[i] <= 9.0f));
  Guarded<int64_t> integers(999);
  kernels().random_integers({&state, integers.data(), 999, INT64_MIN, UINT64_MAX, true});
  kernels().random_integers({&state, integers.data(), 999, -3, 7, false});
  for (int i = 0; i < 999; ++i) CHECK((integers.data()[i] >= -3 && integers.data()[i] < 4));
  kernels().random_permutation({&state, integers.data(), 999});
  std::vector<bool> seen(999);
  for (int i = 0; i < 999; ++i) seen.at(static_cast<size_t>(integers.data()[i])) = true;
  for (bool index : seen) CHECK(index);
}

}  // namespace
}  // namespace convolt::test
