#include "kernels/compare/compare.h"

#include <doctest/doctest.h>

#include <limits>

#include "dispatch/kernel_table.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

bool holds(CompareFunction function, float a, float b) {
  switch (function) {
    case CompareFunction::kAnd:
      return a != 0.0f && b != 0.0f;
    case CompareFunction::kOr:
      return a != 0.0f || b != 0.0f;
    case CompareFunction::kXor:
      return (a != 0.0f) != (b != 0.0f);
    case CompareFunction::kEq:
      return a == b;
    case CompareFunction::kGe:
      return a >= b;
    case CompareFunction::kGt:
      return a > b;
    case CompareFunction::kLe:
      return a <= b;
    case CompareFunction::kLt:
      return a < b;
    case CompareFunction::kNe:
      return a != b;
  }
  return false;
}

TEST_CASE("compare: every relation, layout and remainder, NaN included, inside its buffers") {
  for (int function = 0; function < 9; ++function) {
    CAPTURE(function);
    for (int64_t a_stride : {0, 1, 3}) {
      for (int64_t b_stride : {0, 1, 2}) {
        for (int64_t count : {1, 7, 16, 33}) {
          CAPTURE(count);
          const Guarded<float> a((count - 1) * a_stride + 1), b((count - 1) * b_stride + 1);
          const Guarded<uint8_t> y(count);
          for (size_t i = 0; i < a.size(); ++i) a[i] = static_cast<float>(i % 3);
          for (size_t i = 0; i < b.size(); ++i) b[i] = static_cast<float>(i % 2);
          a[a.size() / 2] = std::numeric_limits<float>::quiet_NaN();
          const auto relation = static_cast<CompareFunction>(function);
          kernels().compare_float32({relation, a.data(), a_stride, b.data(), b_stride, y.data(), count});
          for (int64_t i = 0; i < count; ++i) CHECK(y[i] == holds(relation, a[i * a_stride], b[i * b_stride]));
        }
      }
    }
  }
}

TEST_CASE("compare: 64-bit integers beyond the digits of a double") {
  const int64_t a = (int64_t{1} << 60) + 1, b = int64_t{1} << 60;
  uint8_t y;
  kernels().compare_int64({CompareFunction::kGt, &a, 1, &b, 1, &y, 1});
  CHECK(y == 1);
}

}  // namespace
}  // namespace convolt::test
