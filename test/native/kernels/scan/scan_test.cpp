#include "kernels/scan/scan.h"

#include <doctest/doctest.h>

#include <limits>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

TEST_CASE("scan: running sums of any shape around the block size, inside their buffers") {
  for (int64_t rows : {0, 1, 2, 17}) {
    for (int64_t columns : {1, 63, 64, 65, 130}) {
      CAPTURE(rows);
      CAPTURE(columns);
      const Guarded<float> x(random_floats(rows * columns, 1)), y(rows * columns);
      std::vector<float> expected(rows * columns);
      for (int64_t c = 0; c < columns; ++c) {
        double sum = 0.0;
        for (int64_t i = c; i < rows * columns; i += columns) expected[i] = static_cast<float>(sum += x[i]);
      }
      kernels().scan_float32({ScanFunction::kSum, x.data(), y.data(), rows, columns, columns});
      CHECK(relative_error(y.data(), expected.data(), rows * columns) <= 1e-7);
    }
  }
}

TEST_CASE("scan: products of integers wrap, over their own input") {
  int64_t x[] = {3, -2, int64_t{1} << 62, 5};
  kernels().scan_int64({ScanFunction::kProd, x, x, 4, 1, 1});
  const int64_t smallest = std::numeric_limits<int64_t>::min();
  CHECK((x[0] == 3 && x[1] == -6 && x[2] == smallest && x[3] == smallest));
}

}  // namespace
}  // namespace convolt::test
