#include "kernels/reduce/reduce.h"

#include <doctest/doctest.h>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

TEST_CASE("reduce: sums and means of any shape around the block sizes, inside their buffers") {
  for (int64_t rows : {0, 1, 2, 15, 16, 17, 100}) {
    for (int64_t columns : {1, 2, 63, 64, 65, 130}) {
      CAPTURE(rows);
      CAPTURE(columns);
      const Guarded<float> x(random_floats(rows * columns, 1)), sum(columns), mean(columns);
      std::vector<float> expected(columns), expected_mean(columns);
      for (int64_t c = 0; c < columns; ++c) {
        double total = 0.0;
        for (int64_t r = 0; r < rows; ++r) total += x[r * columns + c];
        expected[c] = static_cast<float>(total);
        expected_mean[c] = static_cast<float>(total / static_cast<double>(rows));
      }
      kernels().reduce_float32({ReduceFunction::kSum, x.data(), rows, columns, columns, sum.data()});
      kernels().reduce_float32({ReduceFunction::kMean, x.data(), rows, columns, columns, mean.data()});
      CHECK(relative_error(sum.data(), expected.data(), columns) <= 1e-7);
      CHECK(relative_error(mean.data(), expected_mean.data(), columns) <= 1e-7);
    }
  }
}

TEST_CASE("reduce: all and any read bytes that are not 0 as true") {
  for (int64_t rows : {1, 16, 35}) {
    const Guarded<uint8_t> x(rows), y(1);
    const auto reduced = [&](ReduceFunction function) {
      kernels().reduce_bool({function, x.data(), rows, 1, 1, y.data()});
      return y[0];
    };
    for (int64_t i = 0; i < rows; ++i) x[i] = 2;
    CHECK(reduced(ReduceFunction::kAll) == 1);
    x[rows - 1] = 0;
    CHECK(reduced(ReduceFunction::kAll) == 0);
    CHECK(reduced(ReduceFunction::kAny) == (rows > 1));
  }
}

}  // namespace
}  // namespace convolt::test
