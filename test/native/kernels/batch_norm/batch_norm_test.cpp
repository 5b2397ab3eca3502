#include "kernels/batch_norm/batch_norm.h"

#include <doctest/doctest.h>

#include <limits>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

void compare(int64_t samples, int64_t channels, int64_t inner, Range planes) {
  CAPTURE(channels);
  CAPTURE(inner);
  const int64_t count = samples * channels * inner;
  std::vector<float> values = random_floats(count, 1);
  values[0] = kNan;
  values[count - 1] = kInfinity;
  const Guarded<float> x(values), scale(random_floats(channels, 2)), shift(random_floats(channels, 3));
  const Guarded<float> expected(count), actual(count);
  BatchNormParams params{x.data(), expected.data(), scale.data(), shift.data(), channels, inner, planes};
  kernel_table(Isa::kReference).batch_norm(params);
  params.y = actual.data();
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (int64_t i = 0; i < count; ++i) actual[i] = kNan;
    kernel_table(isa).batch_norm(params);
    CHECK(relative_error(actual.data(), expected.data(), count) <= 1e-6);
  }
}

TEST_CASE("batch_norm: planes of every remainder equal the reference") {
  for (int64_t inner = 2; inner <= 67; ++inner) compare(2, 3, inner, {0, 6});
}

TEST_CASE("batch_norm: planes of one element equal the reference for every number of channels") {
  for (int64_t channels = 1; channels <= 67; ++channels) compare(3, channels, 1, {0, 3 * channels});
}

TEST_CASE("batch_norm: a range of planes, from the middle of one sample to that of another, writes these only") {
  compare(3, 20, 5, {7, 45});
  compare(3, 20, 1, {7, 45});
}

}  // namespace
}  // namespace convolt::test
