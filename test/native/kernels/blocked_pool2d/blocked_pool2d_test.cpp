#include "kernels/blocked_pool2d/blocked_pool2d.h"

#include <doctest/doctest.h>

#include <limits>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

PoolAxis axis_of(int64_t input, int64_t kernel, int64_t stride, int64_t padding, int64_t dilation) {
  const int64_t room = input + 2 * padding - dilation * (kernel - 1) - 1;
  return {input, room / stride + 1, kernel, stride, padding, padding, dilation};
}

/// Compares every variant, at its own block, with the reference.
void compare(const PoolAxis& vertical, const PoolAxis& horizontal, PoolFunction function, bool count_include_pad = false,
             int64_t divisor = 0, float marked = 0.5f) {
  CAPTURE(horizontal.input);
  CAPTURE(horizontal.kernel);
  CAPTURE(horizontal.stride);
  constexpr int64_t kBlocks = 2;
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    const int64_t block = kernel_table(isa).channel_block;
    const int64_t rows = kBlocks * vertical.output, count = rows * horizontal.output * block;
    std::vector<float> values = random_floats(kBlocks * vertical.input * horizontal.input * block, 7);
    values[values.size() / 2] = marked;
    const Guarded<float> before(values, GuardedBytes::Guard::kBefore), after(values), expected(count);
    BlockedPool2dParams params{
        {function, after.data(), expected.data(), {0, rows}, vertical, horizontal, count_include_pad, divisor}, block};
    kernel_table(Isa::kReference).blocked_pool2d(params);
    for (const Guarded<float>* input : {&before, &after}) {
      const Guarded<float> actual(count);
      params.pool.x = input->data();
      params.pool.y = actual.data();
      for (int64_t row = 0; row < rows; row += 3) {  // in parts
        params.pool.rows = {row, row + 3 < rows ? row + 3 : rows};
        kernel_table(isa).blocked_pool2d(params);
      }
      CHECK(relative_error(actual.data(), expected.data(), count) <= 1e-6);
      params.pool.rows = {0, rows};
    }
  }
}

TEST_CASE("blocked_pool2d: every variant equals the reference for every kernel, stride, padding and dilation") {
  for (int64_t kernel : {1, 2, 3, 5}) {
    for (int64_t stride : {1, 2, 3}) {
      for (int64_t padding : {int64_t{0}, kernel / 2}) {
        for (int64_t dilation : {1, 2}) {
          const PoolAxis vertical = axis_of(dilation * kernel + 2, kernel, stride, padding, dilation);
          const PoolAxis horizontal = axis_of(dilation * kernel + 5, kernel, stride, padding, dilation);
          compare(vertical, horizontal, PoolFunction::kMax);
          if (dilation != 1) continue;
          compare(vertical, horizontal, PoolFunction::kAverage);
          compare(vertical, horizontal, PoolFunction::kAverage, true);
          compare(vertical, horizontal, PoolFunction::kAverage, true, 3);
        }
      }
    }
  }
}

TEST_CASE("blocked_pool2d: the whole image, and windows that hang over the end or see the padding only") {
  compare(axis_of(7, 7, 1, 0, 1), axis_of(9, 9, 1, 0, 1), PoolFunction::kAverage);
  for (PoolFunction function : {PoolFunction::kMax, PoolFunction::kAverage}) {
    compare({5, 3, 2, 2, 0, 0, 1}, {33, 17, 2, 2, 0, 0, 1}, function);
    compare({4, 3, 2, 2, 1, 1, 1}, {1, 3, 2, 1, 2, 2, 1}, function);
  }
}

TEST_CASE("blocked_pool2d: NaN and infinity pass through") {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  for (float marked : {std::numeric_limits<float>::quiet_NaN(), kInfinity, -kInfinity}) {
    for (PoolFunction function : {PoolFunction::kMax, PoolFunction::kAverage}) {
      compare(axis_of(5, 3, 2, 1, 1), axis_of(8, 3, 2, 1, 1), function, false, 0, marked);
    }
  }
}

}  // namespace
}  // namespace convolt::test
