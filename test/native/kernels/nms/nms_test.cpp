#include "kernels/nms/nms.h"

#include <doctest/doctest.h>

#include "dispatch/kernel_table.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

void check_kept(const std::vector<float>& boxes, double threshold, const std::vector<int>& expected) {
  const Guarded<float> x(boxes);
  const int64_t count = static_cast<int64_t>(expected.size());
  const Guarded<uint8_t> keep(count);
  kernels().nms({x.data(), count, threshold, keep.data()});
  for (int64_t i = 0; i < count; ++i) CHECK(keep[i] == expected[static_cast<size_t>(i)]);
}

TEST_CASE("nms: a box goes that overlaps one that stays by more than the threshold") {
  // The second overlaps the first by 1/3, the third the second by 1/3 and the first not at all.
  const std::vector<float> boxes{0, 0, 2, 2, 1, 0, 3, 2, 2, 0, 4, 2};
  check_kept(boxes, 0.3, {1, 0, 1});
  check_kept(boxes, 0.34, {1, 1, 1});
}

TEST_CASE("nms: boxes without area never overlap") {
  check_kept({1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 2, 2}, 0.0, {1, 1, 1});
  check_kept({}, 0.5f, {});
}

}  // namespace
}  // namespace convolt::test
