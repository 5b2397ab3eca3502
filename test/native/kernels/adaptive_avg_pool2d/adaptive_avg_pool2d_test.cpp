#include "kernels/adaptive_avg_pool2d/adaptive_avg_pool2d.h"

#include <doctest/doctest.h>

#include <limits>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

void compare(int64_t planes, int64_t height, int64_t width, int64_t output_height, int64_t output_width) {
  CAPTURE(height);
  CAPTURE(width);
  CAPTURE(output_height);
  CAPTURE(output_width);
  const int64_t outputs = planes * output_height * output_width;
  const Guarded<float> x(random_floats(planes * height * width, 1)), expected(outputs), actual(outputs);
  AdaptiveAvgPool2dParams params{x.data(), expected.data(), {0, planes * output_height}, height, width, output_height,
                                 output_width};
  kernel_table(Isa::kReference).adaptive_avg_pool2d(params);
  params.y = actual.data();
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (int64_t i = 0; i < outputs; ++i) actual[i] = kNan;
    kernel_table(isa).adaptive_avg_pool2d(params);
    CHECK(relative_error(actual.data(), expected.data(), outputs) <= 1e-5);
  }
}

TEST_CASE("adaptive_avg_pool2d: global averages of every size equal the reference") {
  for (int64_t width = 1; width <= 70; ++width) compare(2, 3, width, 1, 1);
  compare(3, 7, 7, 1, 1);
  compare(1, 112, 112, 1, 1);
}

TEST_CASE("adaptive_avg_pool2d: grids that divide the image evenly, unevenly or finer than it equal the reference") {
  for (int64_t width : {1, 2, 5, 13, 40, 70}) {
    for (int64_t output_width : {1, 2, 3, 7, 13, 41}) compare(2, 11, width, 4, output_width);
  }
}

TEST_CASE("adaptive_avg_pool2d: NaN and infinity stay in their windows") {
  std::vector<float> values = random_floats(64, 2);
  values[5] = kNan;
  values[40] = kInfinity;
  const Guarded<float> x(values), expected(4), actual(4);
  kernel_table(Isa::kReference).adaptive_avg_pool2d({x.data(), expected.data(), {0, 2}, 8, 8, 2, 2});
  for (Isa isa : variants()) {
    kernel_table(isa).adaptive_avg_pool2d({x.data(), actual.data(), {0, 2}, 8, 8, 2, 2});
    CHECK(relative_error(actual.data(), expected.data(), 4) <= 1e-5);
  }
}

}  // namespace
}  // namespace convolt::test
