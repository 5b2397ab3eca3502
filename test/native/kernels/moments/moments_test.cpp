#include "kernels/moments/moments.h"

#include <doctest/doctest.h>

#include <cmath>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

TEST_CASE("moments: variances and means of any shape around the block sizes, inside their buffers") {
  for (int64_t rows : {2, 15, 16, 17, 100}) {
    for (int64_t columns : {1, 2, 63, 64, 65, 130}) {
      CAPTURE(rows);
      CAPTURE(columns);
      const Guarded<float> x(random_floats(rows * columns, 1)), variance(columns), deviation(columns), mean(columns);
      std::vector<float> expected(columns), expected_root(columns), expected_mean(columns);
      for (int64_t c = 0; c < columns; ++c) {
        double total = 0.0, squares = 0.0;
        for (int64_t r = 0; r < rows; ++r) total += x[r * columns + c];
        const double average = total / static_cast<double>(rows);
        for (int64_t r = 0; r < rows; ++r) squares += (x[r * columns + c] - average) * (x[r * columns + c] - average);
        expected[c] = static_cast<float>(squares / static_cast<double>(rows - 1));
        expected_root[c] = static_cast<float>(std::sqrt(squares / static_cast<double>(rows - 1)));
        expected_mean[c] = static_cast<float>(average);
      }
      kernels().moments_float32({x.data(), rows, columns, columns, 1.0, true, deviation.data(), mean.data()});
      CHECK(relative_error(deviation.data(), expected_root.data(), columns) <= 1e-6);
      kernels().moments_float32({x.data(), rows, columns, columns, 1.0, false, variance.data(), mean.data()});
      CHECK(relative_error(variance.data(), expected.data(), columns) <= 1e-6);
      CHECK(relative_error(mean.data(), expected_mean.data(), columns) <= 1e-6);
    }
  }
}

}  // namespace
}  // namespace convolt::test
