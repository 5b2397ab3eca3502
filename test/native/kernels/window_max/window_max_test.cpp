#include "kernels/window_max/window_max.h"

#include <doctest/doctest.h>

#include <limits>

#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr Range kOne{0, 1};

/// The maxima of windows over one row.
template <size_t n>
void check(const std::vector<float>& values, const Range (&windows)[n], int64_t step, const std::vector<int64_t>& places,
           const std::vector<float>& largest) {
  const Guarded<float> x(values), y(n);
  const Guarded<int64_t> indices(n);
  window_max({x.data(), y.data(), indices.data(), {0, 1}, {1, 1, 1, &kOne}, {1, 1, 1, &kOne},
              {static_cast<int64_t>(values.size()), n, step, windows}});
  for (size_t i = 0; i < n; ++i) {
    CHECK(indices[i] == places[i]);
    CHECK(((y[i] == largest[i]) || (y[i] != y[i] && largest[i] != largest[i])));
  }
}

TEST_CASE("window_max: the first of equal elements, steps, and windows of any length") {
  const Range windows[] = {{0, 4}, {1, 2}, {2, 5}, {4, 5}};
  check({3, 7, 7, 1, 7}, windows, 1, {1, 1, 2, 4}, {7, 7, 7, 7});
  check({3, 7, 7, 1, 8}, windows, 2, {2, 1, 4, 4}, {7, 7, 8, 8});
}

TEST_CASE("window_max: the last NaN, and the start of a window of -inf or nothing") {
  const Range windows[] = {{0, 5}, {3, 5}, {5, 5}, {0, 1}};
  check({1, kNan, kNan, -kInfinity, -kInfinity}, windows, 1, {2, 3, 5, 0}, {kNan, -kInfinity, -kInfinity, 1});
}

TEST_CASE("window_max: rows are numbered through volumes, indices count within one") {
  const Guarded<float> x(std::vector<float>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}), y(4);
  const Guarded<int64_t> indices(4);
  const Range halves[] = {{0, 1}, {1, 2}}, all[] = {{0, 2}};
  // Two volumes of (2, 2, 2): each half of the depth keeps its last element.
  window_max({x.data(), y.data(), indices.data(), {1, 4}, {2, 2, 1, halves}, {2, 1, 1, all}, {2, 1, 1, all}});
  CHECK(y[1] == 7.0f);
  CHECK(y[2] == 11.0f);
  CHECK(y[3] == 15.0f);
  CHECK(indices[1] == 7);
  CHECK(indices[2] == 3);
  CHECK(indices[3] == 7);
}

}  // namespace
}  // namespace convolt::test
