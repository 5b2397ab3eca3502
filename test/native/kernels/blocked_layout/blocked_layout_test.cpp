#include "kernels/blocked_layout/blocked_layout.h"

#include <doctest/doctest.h>

#include <cmath>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

/// Computes [0, cut) and [cut, end) by themselves, which must give the reference's elements and touch no others.
template <class Params>
void compare(void (*kernel)(const Params&), void (*reference)(const Params&), int64_t block, int64_t channels,
             int64_t pixels, int64_t x_count, int64_t y_count, int64_t cut) {
  for (auto guard : {GuardedBytes::Guard::kAfter, GuardedBytes::Guard::kBefore}) {
    const Guarded<float> x(random_floats(x_count, 1), guard), expected(y_count), actual(y_count, guard);
    const int64_t end = (channels + block - 1) / block * pixels;
    for (const Range range : {Range{0, cut}, Range{cut, end}}) {
      reference({x.data(), expected.data(), channels, pixels, block, range});
      kernel({x.data(), actual.data(), channels, pixels, block, range});
      int64_t different = 0;
      for (int64_t i = 0; i < y_count; ++i) {
        different += !(actual[i] == expected[i] || (std::isnan(actual[i]) && std::isnan(expected[i])));
      }
      CHECK(different == 0);
    }
  }
}

TEST_CASE("blocked layout: every variant equals the reference, both ways, whatever the channels, pixels and range") {
  const KernelTable& reference = kernel_table(Isa::kReference);
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    const KernelTable& table = kernel_table(isa);
    const int64_t block = table.channel_block;
    for (int64_t channels : {1, 2, 3, 7, 8, 9, 15, 16, 17, 35}) {
      CAPTURE(channels);
      for (int64_t pixels : {1, 2, 7, 15, 16, 17, 49}) {
        CAPTURE(pixels);
        const int64_t blocks = (channels + block - 1) / block;
        const int64_t plain = channels * pixels, blocked = blocks * pixels * block;
        for (int64_t cut : {int64_t{0}, blocks * pixels / 3}) {
          compare(table.to_blocked, reference.to_blocked, block, channels, pixels, plain, blocked, cut);
          compare(table.from_blocked, reference.from_blocked, block, channels, pixels, blocked, plain, cut);
        }
      }
    }
  }
}

}  // namespace
}  // namespace convolt::test
