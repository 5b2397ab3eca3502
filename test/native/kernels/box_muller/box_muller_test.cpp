#include "kernels/box_muller/box_muller.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

/// Multiples of 2^-24, as the generator's; the ends of the range and every octant among them.
std::vector<float> uniforms(int64_t count) {
  std::vector<float> u = random_floats(count, 1);
  for (float& x : u) x = std::floor(std::fabs(x) * 0x1p24f) * 0x1p-24f - std::floor(std::fabs(x));
  for (int i = 0; i < 8 && i + 8 < count; ++i) u[i] = i % 2 == 0 ? 0.0f : 1.0f - 0x1p-24f;
  for (int i = 0; i < 8 && i + 8 < count; ++i) u[i + 8] = static_cast<float>(i) / 8.0f;
  if (count >= 32) u[24] = 1.0f - 0x1p-24f;
  return u;
}

TEST_CASE("box_muller: every variant equals the reference bit for bit, and stays inside its buffer") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (int64_t blocks : {0, 1, 2, 3, 500}) {
      CAPTURE(blocks);
      const int64_t count = blocks * kBoxMullerBlock;
      Guarded<float> expected(uniforms(count)), actual(uniforms(count));
      kernel_table(Isa::kReference).box_muller({expected.data(), blocks, 0.25f, 1.5f});
      kernel_table(isa).box_muller({actual.data(), blocks, 0.25f, 1.5f});
      CHECK(std::memcmp(actual.data(), expected.data(), count * sizeof(float)) == 0);
    }
  }
}

TEST_CASE("box_muller: the reference is the transform itself, but for rounding") {
  const int64_t blocks = 500;
  const std::vector<float> u = uniforms(blocks * kBoxMullerBlock);
  std::vector<float> y = u;
  kernel_table(Isa::kReference).box_muller({y.data(), blocks, 0.0f, 1.0f});
  for (int64_t block = 0; block < blocks; ++block) {
    for (int i = 0; i < 8; ++i) {
      const int64_t at = block * kBoxMullerBlock + i;
      const double radius = std::sqrt(-2.0 * std::log(1.0 - u[at])), angle = 2.0 * 3.14159265358979 * u[at + 8];
      CHECK(y[at] == doctest::Approx(radius * std::cos(angle)).epsilon(1e-6));
      CHECK(y[at + 8] == doctest::Approx(radius * std::sin(angle)).epsilon(1e-6));
    }
  }
}

}  // namespace
}  // namespace convolt::test
