#include "kernels/max_unpool/max_unpool.h"

#include <doctest/doctest.h>

#include <limits>

#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

TEST_CASE("max_unpool: elements go to their places, the last of several stays, and the others are zero") {
  const Guarded<float> x(std::vector<float>{9, 9, 1, 2, 3, 4}), y(8);
  const Guarded<int64_t> indices(std::vector<int64_t>{0, 1, 3, 0, 3, 2});
  for (int64_t i = 0; i < 8; ++i) y[i] = -1.0f;
  max_unpool({x.data(), indices.data(), y.data(), {1, 2}, 3, 4});
  const float expected[] = {-1, -1, -1, -1, 2, 0, 4, 3};
  for (int64_t i = 0; i < 8; ++i) CHECK(y[i] == expected[i]);
}

TEST_CASE("max_unpool: an index outside the plane writes nothing") {
  const Guarded<float> x(std::vector<float>{1, 2, 3, 4}), y(2);
  const Guarded<int64_t> indices(std::vector<int64_t>{-1, 2, std::numeric_limits<int64_t>::max(),
                                                      std::numeric_limits<int64_t>::min()});
  max_unpool({x.data(), indices.data(), y.data(), {0, 1}, 4, 2});
  CHECK(y[0] == 0.0f);
  CHECK(y[1] == 0.0f);
}

}  // namespace
}  // namespace convolt::test
