#include "kernels/nonzero/nonzero.h"

#include <doctest/doctest.h>

#include "dispatch/kernel_table.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

TEST_CASE("nonzero: coordinates in order, no more rows than there is room for, zeros where there are fewer") {
  const Guarded<uint8_t> x(std::vector<uint8_t>{0, 1, 0, 2, 0, 255});
  const int64_t shape[] = {2, 3};
  for (int64_t rows : {0, 2, 3, 4}) {
    const Guarded<int64_t> y(rows * 2);
    kernels().nonzero({x.data(), 6, shape, 2, y.data(), rows});
    const int64_t expected[] = {0, 1, 1, 0, 1, 2, 0, 0};
    for (int64_t i = 0; i < rows * 2; ++i) CHECK(y[i] == expected[i]);
  }
}

}  // namespace
}  // namespace convolt::test
