#include "kernels/pool2d/pool2d.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// As the shape rule has it: floor, no window beyond the padding.
PoolAxis axis_of(int64_t input, int64_t kernel, int64_t stride, int64_t padding, int64_t dilation) {
  const int64_t room = input + 2 * padding - dilation * (kernel - 1) - 1;
  return {input, room / stride + 1, kernel, stride, padding, padding, dilation};
}

void compare(Pool2dParams params, int64_t planes, const std::vector<float>& values) {
  const int64_t outputs = planes * params.vertical.output * params.horizontal.output;
  const Guarded<float> before(values, GuardedBytes::Guard::kBefore), after(values), expected(outputs);
  params.rows = {0, planes * params.vertical.output};
  params.x = after.data();
  params.y = expected.data();
  kernel_table(Isa::kReference).pool2d(params);
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (const Guarded<float>* input : {&before, &after}) {
      const Guarded<float> actual(outputs);
      params.x = input->data();
      params.y = actual.data();
      kernel_table(isa).pool2d(params);
      CHECK(relative_error(actual.data(), expected.data(), outputs) <= 1e-6);
    }
  }
}

void compare_both(const PoolAxis& vertical, const PoolAxis& horizontal) {
  CAPTURE(horizontal.input);
  CAPTURE(horizontal.kernel);
  CAPTURE(horizontal.stride);
  CAPTURE(horizontal.padding_before);
  CAPTURE(horizontal.dilation);
  constexpr int64_t kPlanes = 2;
  const std::vector<float> values = random_floats(kPlanes * vertical.input * horizontal.input, 7);
  Pool2dParams params{PoolFunction::kMax, nullptr, nullptr, {}, vertical, horizontal, false, 0};
  compare(params, kPlanes, values);
  if (vertical.dilation != 1 || horizontal.dilation != 1) return;
  params.function = PoolFunction::kAverage;
  compare(params, kPlanes, values);
  params.count_include_pad = true;
  compare(params, kPlanes, values);
  params.divisor_override = 3;
  compare(params, kPlanes, values);
}

TEST_CASE("pool2d: every variant equals the reference for every remainder, kernel, stride, padding and dilation") {
  for (int64_t kernel : {1, 2, 3, 4, 5}) {
    for (int64_t stride : {1, 2, 3}) {
      for (int64_t dilation : {1, 2}) {
        for (int64_t padding : {int64_t{0}, kernel / 2}) {
          const PoolAxis vertical = axis_of(dilation * kernel + 2, kernel, stride, padding, dilation);
          for (int64_t width = dilation * (kernel - 1) + 1; width < 40; ++width) {
            compare_both(vertical, axis_of(width, kernel, stride, padding, dilation));
          }
          compare_both(vertical, axis_of(70, kernel, stride, padding, dilation));
        }
      }
    }
  }
}

TEST_CASE("pool2d: windows that hang over the end, asymmetric padding and windows outside the image") {
  compare_both({5, 3, 2, 2, 0, 0, 1}, {33, 17, 2, 2, 0, 0, 1});  // ceil mode
  compare_both({6, 3, 3, 2, 0, 1, 1}, {40, 20, 3, 2, 0, 1, 1});  // odd padding at the end
  compare_both({4, 3, 2, 2, 1, 1, 1}, {1, 3, 2, 1, 2, 2, 1});    // first and last column see padding only
  compare_both({1, 1, 2, 1, 1, 1, 2}, {9, 7, 3, 1, 0, 0, 1});    // dilation steps over the only row
}

TEST_CASE("pool2d: NaN and infinity pass through") {
  std::vector<float> values = random_floats(40 * 5, 3);
  values[7] = kNan;
  values[60] = -kInfinity;
  values[61] = -kInfinity;
  values[100] = kInfinity;
  for (int64_t stride : {1, 2, 3}) {
    Pool2dParams params{PoolFunction::kMax, nullptr, nullptr, {}, axis_of(5, 2, stride, 1, 1),
                        axis_of(40, 2, stride, 1, 1), true, 0};
    compare(params, 1, values);
    params.function = PoolFunction::kAverage;
    compare(params, 1, values);
  }
}

TEST_CASE("pool2d: a range of rows writes these rows only, with the bits of the whole") {
  const PoolAxis vertical = axis_of(7, 3, 2, 1, 1), horizontal = axis_of(21, 3, 2, 1, 1);
  const int64_t width = horizontal.output, rows = 2 * vertical.output;
  const Guarded<float> x(random_floats(2 * 7 * 21, 5)), whole(rows * width), part(rows * width);
  Pool2dParams params{PoolFunction::kAverage, x.data(), whole.data(), {0, rows}, vertical, horizontal, true, 0};
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    params.y = whole.data();
    params.rows = {0, rows};
    kernel_table(isa).pool2d(params);
    for (int64_t i = 0; i < rows * width; ++i) part[i] = kNan;
    params.y = part.data();
    params.rows = {3, 6};
    kernel_table(isa).pool2d(params);
    for (int64_t i = 0; i < rows * width; ++i) {
      if (i / width >= 3 && i / width < 6) CHECK(part[i] == whole[i]);
      else CHECK(std::isnan(part[i]));
    }
  }
}

}  // namespace
}  // namespace convolt::test
