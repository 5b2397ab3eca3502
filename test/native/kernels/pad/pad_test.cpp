#include "kernels/pad/pad.h"

#include <doctest/doctest.h>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

/// Pads the single row [1, 2, 3, 4, …] of `width` elements.
std::vector<float> pad_row(PadMode mode, int64_t width, int64_t left, int64_t right) {
  const Guarded<float> x(width);
  for (int64_t i = 0; i < width; ++i) x[i] = static_cast<float>(i + 1);
  const int64_t output_width = left + width + right;
  const Guarded<float> y(output_width);
  kernels().pad({mode, 9.0f, x.data(), y.data(), {0, 1}, 1, width, 1, output_width, 0, left});
  return std::vector<float>(y.data(), y.data() + output_width);
}

using Row = std::vector<float>;

TEST_CASE("pad: each mode fills the borders of a row by its rule") {
  CHECK(pad_row(PadMode::kConstant, 4, 2, 1) == Row{9, 9, 1, 2, 3, 4, 9});
  CHECK(pad_row(PadMode::kReflect, 4, 3, 2) == Row{4, 3, 2, 1, 2, 3, 4, 3, 2});
  CHECK(pad_row(PadMode::kReplicate, 3, 2, 5) == Row{1, 1, 1, 2, 3, 3, 3, 3, 3, 3});
  CHECK(pad_row(PadMode::kCircular, 3, 3, 2) == Row{1, 2, 3, 1, 2, 3, 1, 2});
}

TEST_CASE("pad: negative padding crops, wholly outside the image too") {
  CHECK(pad_row(PadMode::kConstant, 5, -1, -2) == Row{2, 3});
  CHECK(pad_row(PadMode::kConstant, 4, -3, 2) == Row{4, 9, 9});
  CHECK(pad_row(PadMode::kConstant, 2, 5, -6) == Row{9});
  CHECK(pad_row(PadMode::kConstant, 2, -6, 5) == Row{9});
}

TEST_CASE("pad: rows follow the same rule, in every plane") {
  const Guarded<float> x(std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8});  // two planes of 2 x 2
  const Guarded<float> y(2 * 3 * 2);
  kernels().pad({PadMode::kReflect, 0.0f, x.data(), y.data(), {0, 6}, 2, 2, 3, 2, 1, 0});
  CHECK(std::vector<float>(y.data(), y.data() + 12) == Row{3, 4, 1, 2, 3, 4, 7, 8, 5, 6, 7, 8});
}

}  // namespace
}  // namespace convolt::test
