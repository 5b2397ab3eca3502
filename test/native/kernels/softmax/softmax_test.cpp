#include "kernels/softmax/softmax.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

constexpr SoftmaxFunction kFunctions[] = {SoftmaxFunction::kSoftmax, SoftmaxFunction::kLogSoftmax};

void compare(const std::vector<float>& values, int64_t size, int64_t inner) {
  CAPTURE(size);
  CAPTURE(inner);
  const auto count = static_cast<int64_t>(values.size());
  const Guarded<float> x(values), expected(count), actual(count);
  for (SoftmaxFunction function : kFunctions) {
    SoftmaxParams params{function, x.data(), expected.data(), size, inner, {0, count / size}};
    kernel_table(Isa::kReference).softmax(params);
    params.y = actual.data();
    for (Isa isa : variants()) {
      CAPTURE(name(isa));
      for (int64_t i = 0; i < count; ++i) actual[i] = -1.0f;
      kernel_table(isa).softmax(params);
      CHECK(relative_error(actual.data(), expected.data(), count) <= 2e-6);
    }
  }
}

std::vector<float> scores(int64_t count) {
  std::vector<float> values = random_floats(count, 1);
  for (float& value : values) value *= 20.0f;
  return values;
}

TEST_CASE("softmax: rows of every remainder equal the reference") {
  for (int64_t size = 1; size <= 67; ++size) compare(scores(3 * size), size, 1);
  compare(scores(1000), 1000, 1);
}

TEST_CASE("softmax: columns of every remainder equal the reference") {
  for (int64_t inner = 2; inner <= 35; ++inner) compare(scores(2 * 5 * inner), 5, inner);
}

TEST_CASE("softmax: huge scores do not overflow, tiny ones vanish; NaN and infinity as the formula has it") {
  for (int64_t inner : {1, 2}) {
    const int64_t size = 12 / inner;
    compare(std::vector<float>(12, 3e38f), size, inner);
    std::vector<float> values = scores(12);
    values[0] = 1000.0f;
    values[11] = -kInfinity;
    compare(values, size, inner);
    values[5] = kNan;
    compare(values, size, inner);
    values[5] = kInfinity;
    compare(values, size, inner);
    compare(std::vector<float>(12, -kInfinity), size, inner);
  }
}

TEST_CASE("softmax: a range of columns writes these only, with the bits of the whole") {
  for (int64_t inner : {1, 3, 40}) {
    CAPTURE(inner);
    constexpr int64_t kSize = 19;
    const int64_t columns = 3 * inner;
    const Guarded<float> x(scores(columns * kSize)), whole(columns * kSize), part(columns * kSize);
    for (Isa isa : variants()) {
      CAPTURE(name(isa));
      SoftmaxParams params{SoftmaxFunction::kSoftmax, x.data(), whole.data(), kSize, inner, {0, columns}};
      kernel_table(isa).softmax(params);
      for (int64_t i = 0; i < columns * kSize; ++i) part[i] = kNan;
      params.y = part.data();
      params.columns = {1, columns - 1};
      kernel_table(isa).softmax(params);
      for (int64_t i = 0; i < columns * kSize; ++i) {
        const int64_t column = i / (kSize * inner) * inner + i % inner;
        if (column >= 1 && column < columns - 1) CHECK(part[i] == whole[i]);
        else CHECK(std::isnan(part[i]));
      }
    }
  }
}

}  // namespace
}  // namespace convolt::test
