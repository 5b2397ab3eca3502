#include "kernels/binary/binary.h"

#include <doctest/doctest.h>

#include <limits>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

constexpr BinaryFunction kFunctions[] = {
    BinaryFunction::kAdd,
    BinaryFunction::kDiv,
    BinaryFunction::kFloorDivide,
    BinaryFunction::kMaximum,
    BinaryFunction::kMinimum,
    BinaryFunction::kMul,
    BinaryFunction::kPow,
    BinaryFunction::kRemainder,
    BinaryFunction::kSub,
};

/// As many elements as `count` of them at `stride` reach over, NaN and an infinity among them.
std::vector<float> operand(int64_t count, int64_t stride, uint32_t seed) {
  std::vector<float> values = random_floats(count == 0 ? 0 : (count - 1) * stride + 1, seed);
  if (values.size() > 2) values[1] = std::numeric_limits<float>::quiet_NaN();
  if (values.size() > 3) values[2] = std::numeric_limits<float>::infinity();
  return values;
}

TEST_CASE("binary: every variant equals the reference for every remainder and layout, and stays inside its buffers") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (BinaryFunction function : kFunctions) {
      CAPTURE(static_cast<int>(function));
      for (int64_t a_stride : {0, 1, 3}) {
        for (int64_t b_stride : {0, 1, 2}) {
          CAPTURE(a_stride);
          CAPTURE(b_stride);
          for (int64_t count : {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33}) {
            CAPTURE(count);
            const Guarded<float> a(operand(count, a_stride, 1)), b(operand(count, b_stride, 2));
            const Guarded<float> expected(count), actual(count);
            if (count == 0 && (a_stride == 0 || b_stride == 0)) continue;
            kernel_table(Isa::kReference)
                .binary({function, a.data(), a_stride, b.data(), b_stride, expected.data(), count});
            kernel_table(isa).binary({function, a.data(), a_stride, b.data(), b_stride, actual.data(), count});
            CHECK(relative_error(actual.data(), expected.data(), count) <= 1e-6);
          }
        }
      }
    }
  }
}

TEST_CASE("binary: every variant takes rows apart or repeated, and leaves what lies between them alone") {
  constexpr int64_t kRows = 3, kGap = 2;
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (int64_t a_stride : {0, 1, 2}) {
      for (int64_t b_stride : {0, 1}) {
        for (const bool repeated : {false, true}) {
          CAPTURE(a_stride);
          CAPTURE(b_stride);
          CAPTURE(repeated);
          for (int64_t count : {1, 3, 4, 7, 8, 16, 19}) {
            CAPTURE(count);
            const int64_t a_row_stride = a_stride * count + kGap, b_row_stride = repeated ? 0 : b_stride * count + kGap;
            const int64_t y_row_stride = count + kGap, floats = (kRows - 1) * y_row_stride + count;
            const Guarded<float> a(random_floats((kRows - 1) * a_row_stride + (count - 1) * a_stride + 1, 1));
            const Guarded<float> b(random_floats((kRows - 1) * b_row_stride + (count - 1) * b_stride + 1, 2));
            const Guarded<float> expected(std::vector<float>(floats, 7.0f)), actual(std::vector<float>(floats, 7.0f));
            const auto run = [&](Isa level, const Guarded<float>& y) {
              kernel_table(level).binary({BinaryFunction::kSub, a.data(), a_stride, b.data(), b_stride, y.data(), count,
                                          kRows, a_row_stride, b_row_stride, y_row_stride});
            };
            run(Isa::kReference, expected);
            run(isa, actual);
            CHECK(relative_error(actual.data(), expected.data(), floats) == 0);
            // The reference against the definition, at the last element of the last row.
            const float last = a.data()[(kRows - 1) * a_row_stride + (count - 1) * a_stride] -
                               b.data()[(kRows - 1) * b_row_stride + (count - 1) * b_stride];
            CHECK(expected.data()[floats - 1] == last);
            CHECK(expected.data()[count] == 7.0f);
          }
        }
      }
    }
  }
}

TEST_CASE("binary: integers wrap, and have powers") {
  const int64_t largest = std::numeric_limits<int64_t>::max(), smallest = std::numeric_limits<int64_t>::min();
  const auto evaluate = [](BinaryFunction function, int64_t a, int64_t b) {
    int64_t y;
    kernels().binary_int64({function, &a, 1, &b, 1, &y, 1});
    return y;
  };
  CHECK(evaluate(BinaryFunction::kAdd, largest, 1) == smallest);
  CHECK(evaluate(BinaryFunction::kSub, smallest, 1) == largest);
  CHECK(evaluate(BinaryFunction::kMul, largest, 2) == -2);
  CHECK(evaluate(BinaryFunction::kFloorDivide, -7, 2) == -4);
  CHECK(evaluate(BinaryFunction::kTruncDivide, -7, 2) == -3);
  CHECK(evaluate(BinaryFunction::kRemainder, -7, 2) == 1);
  for (const BinaryFunction quotient : {BinaryFunction::kFloorDivide, BinaryFunction::kTruncDivide}) {
    CHECK(evaluate(quotient, smallest, -1) == smallest);
    CHECK(evaluate(quotient, 5, 0) == 0);
  }
  CHECK(evaluate(BinaryFunction::kRemainder, smallest, -1) == 0);
  CHECK(evaluate(BinaryFunction::kRemainder, 5, 0) == 0);
  CHECK(evaluate(BinaryFunction::kPow, -3, 3) == -27);
  CHECK(evaluate(BinaryFunction::kPow, 2, 64) == 0);
  CHECK(evaluate(BinaryFunction::kPow, -1, -3) == -1);
  CHECK(evaluate(BinaryFunction::kPow, 5, -1) == 0);
  CHECK(evaluate(BinaryFunction::kPow, 0, 0) == 1);
}

}  // namespace
}  // namespace convolt::test
