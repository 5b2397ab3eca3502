#include "kernels/extremum/extremum.h"

#include <doctest/doctest.h>

#include <limits>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

TEST_CASE("extremum: the first of the largest and smallest in each column, inside its buffers") {
  for (int64_t rows : {1, 2, 9}) {
    for (int64_t columns : {1, 7, 64}) {
      const Guarded<int64_t> x(rows * columns), values(columns), indices(columns);
      for (size_t i = 0; i < x.size(); ++i) x[i] = static_cast<int64_t>(i * 7 % 5);
      for (ExtremumFunction function : {ExtremumFunction::kMax, ExtremumFunction::kMin}) {
        kernels().extremum_int64({function, x.data(), rows, columns, columns, values.data(), indices.data()});
        for (int64_t c = 0; c < columns; ++c) {
          int64_t best = 0;
          for (int64_t r = 1; r < rows; ++r) {
            const int64_t candidate = x[r * columns + c], value = x[best * columns + c];
            if (function == ExtremumFunction::kMax ? candidate > value : candidate < value) best = r;
          }
          CHECK(indices[c] == best);
          CHECK(values[c] == x[best * columns + c]);
        }
      }
    }
  }
}

TEST_CASE("extremum: the first NaN is both the largest and the smallest") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float x[] = {1.0f, nan, 3.0f, nan};
  for (ExtremumFunction function : {ExtremumFunction::kMax, ExtremumFunction::kMin}) {
    float value;
    int64_t index;
    kernels().extremum_float32({function, x, 4, 1, 1, &value, &index});
    CHECK(value != value);
    CHECK(index == 1);
  }
}

}  // namespace
}  // namespace convolt::test
