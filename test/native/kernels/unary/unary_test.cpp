#include "kernels/unary/unary.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

constexpr UnaryFunction kFunctions[] = {
    UnaryFunction::kAbs,
    UnaryFunction::kCeil,
    UnaryFunction::kCos,
    UnaryFunction::kExp,
    UnaryFunction::kExp2,
    UnaryFunction::kExpm1,
    UnaryFunction::kFloor,
    UnaryFunction::kLog,
    UnaryFunction::kLog10,
    UnaryFunction::kLog1p,
    UnaryFunction::kLog2,
    UnaryFunction::kNeg,
    UnaryFunction::kReciprocal,
    UnaryFunction::kRound,
    UnaryFunction::kRsqrt,
    UnaryFunction::kSign,
    UnaryFunction::kSin,
    UnaryFunction::kSqrt,
    UnaryFunction::kTrunc,
};

TEST_CASE("unary: every variant equals the reference for every remainder, and stays inside its buffers") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (UnaryFunction function : kFunctions) {
      CAPTURE(static_cast<int>(function));
      for (int64_t count = 0; count <= 67; ++count) {
        CAPTURE(count);
        std::vector<float> x = random_floats(count, 1);
        if (count > 2) x[1] = std::numeric_limits<float>::quiet_NaN();
        if (count > 3) x[2] = -std::numeric_limits<float>::infinity();
        const Guarded<float> input(x), expected(count), actual(count);
        kernel_table(Isa::kReference).unary({function, input.data(), expected.data(), count});
        kernel_table(isa).unary({function, input.data(), actual.data(), count});
        CHECK(relative_error(actual.data(), expected.data(), count) <= 1e-6);
      }
    }
  }
}

TEST_CASE("unary: every value is right to its own last bits, from the smallest to the largest") {
  std::vector<float> x;
  for (float size = 1e-38f; size < 3e38f; size *= 1.37f) x.insert(x.end(), {size, -size});
  const auto count = static_cast<int64_t>(x.size());
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (UnaryFunction function : kFunctions) {
      CAPTURE(static_cast<int>(function));
      std::vector<float> expected(count), actual(count);
      kernel_table(Isa::kReference).unary({function, x.data(), expected.data(), count});
      kernel_table(isa).unary({function, x.data(), actual.data(), count});
      for (int64_t i = 0; i < count; ++i) {
        // Results among the subnormal numbers have fewer bits to be right in.
        if (std::fabs(expected[i]) < 1.2e-38f) {
          CHECK(std::fabs(actual[i] - expected[i]) < 1e-37f);
        } else {
          INFO("x = ", x[i]);
          CHECK(relative_error(&actual[i], &expected[i], 1) <= 5e-7);
        }
      }
    }
  }
}

TEST_CASE("unary: integers wrap, and doubles keep their digits") {
  const int64_t smallest = std::numeric_limits<int64_t>::min();
  const int64_t x[] = {-3, 0, 5, smallest};
  int64_t y[4];
  kernels().unary_int64({UnaryFunction::kAbs, x, y, 4});
  CHECK((y[0] == 3 && y[1] == 0 && y[2] == 5 && y[3] == smallest));
  kernels().unary_int64({UnaryFunction::kNeg, x, y, 4});
  CHECK((y[0] == 3 && y[1] == 0 && y[2] == -5 && y[3] == smallest));
  const double d = 0.1;
  double e;
  kernels().unary_float64({UnaryFunction::kExp, &d, &e, 1});
  CHECK(e == std::exp(0.1));
}

}  // namespace
}  // namespace convolt::test
