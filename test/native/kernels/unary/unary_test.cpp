#include "kernels/unary/unary.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

TEST_CASE("unary: every variant equals the reference for every remainder, and stays inside its buffers") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (int64_t count = 0; count <= 67; ++count) {
      CAPTURE(count);
      std::vector<float> x = random_floats(count, 1);
      if (count > 2) x[1] = std::numeric_limits<float>::quiet_NaN();
      if (count > 3) x[2] = -std::numeric_limits<float>::infinity();
      const Guarded<float> input(x), expected(count), actual(count);
      kernel_table(Isa::kReference).unary({UnaryFunction::kRelu, input.data(), expected.data(), count});
      kernel_table(isa).unary({UnaryFunction::kRelu, input.data(), actual.data(), count});
      CHECK(relative_error(actual.data(), expected.data(), count) == 0.0);
    }
  }
}

}  // namespace
}  // namespace convolt::test
