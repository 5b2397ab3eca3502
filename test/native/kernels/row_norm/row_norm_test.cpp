#include "kernels/row_norm/row_norm.h"

#include <doctest/doctest.h>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

void compare(int64_t groups, int64_t weights, int64_t inner, float offset = 0.0f) {
  CAPTURE(weights);
  CAPTURE(inner);
  const int64_t length = weights * inner, rows = 2 * groups, count = rows * length;
  std::vector<float> values = random_floats(count, 1);
  for (float& value : values) value += offset;
  const Guarded<float> x(values), weight(random_floats(groups * weights, 2)), bias(random_floats(groups * weights, 3));
  const Guarded<float> expected(count), actual(count);
  for (int affine = 0; affine < 4; ++affine) {
    CAPTURE(affine);
    RowNormParams params{x.data(), expected.data(), (affine & 1) != 0 ? weight.data() : nullptr,
                         (affine & 2) != 0 ? bias.data() : nullptr, length, inner, groups, 1e-5f, {0, rows}};
    kernel_table(Isa::kReference).row_norm(params);
    params.y = actual.data();
    for (Isa isa : variants()) {
      CAPTURE(name(isa));
      for (int64_t i = 0; i < count; ++i) actual[i] = -7.0f;
      kernel_table(isa).row_norm(params);
      CHECK(relative_error(actual.data(), expected.data(), count) <= 1e-6 * (1.0 + offset));
    }
  }
}

TEST_CASE("row_norm: rows of every remainder equal the reference, one weight an element or one for several") {
  for (int64_t length = 2; length <= 67; ++length) compare(1, length, 1);
  for (int64_t inner = 2; inner <= 35; ++inner) compare(2, 3, inner);
}

TEST_CASE("row_norm: a large mean costs no more than its own rounding") { compare(1, 1000, 1, 100.0f); }

TEST_CASE("row_norm: long rows, of several blocks and a rest") { compare(1, 1, 3 * 64 * 16 + 5, 0.5f); }

}  // namespace
}  // namespace convolt::test
