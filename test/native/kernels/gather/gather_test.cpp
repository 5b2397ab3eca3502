#include "kernels/gather/gather.h"

#include <doctest/doctest.h>

#include "dispatch/kernel_table.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

/// Indices in range from both ends, then one too large and one too small.
constexpr int64_t kIndices[] = {4, 0, -1, -5, 2, 5, -6};
constexpr int64_t kSize = 5, kValid = 5, kCount = 7;

template <class T>
void check_lines() {
  for (int64_t stride : {1, 3}) {
    const Guarded<T> x((kSize - 1) * stride + 1), y((kCount - 1) * stride + 1);
    for (size_t i = 0; i < x.size(); ++i) x[i] = static_cast<T>(i + 1);
    const Guarded<int64_t> index(std::vector<int64_t>(kIndices, kIndices + kCount));
    kernels().gather({sizeof(T), x.data(), kSize, index.data(), y.data(), kCount, stride, 0, 1, stride});
    for (int64_t i = 0; i < kCount; ++i) {
      const int64_t at = index[i] < 0 ? index[i] + kSize : index[i];
      CHECK(y[i * stride] == (i < kValid ? x[at * stride] : T{}));
    }
    const Guarded<T> target((kSize - 1) * stride + 1);
    for (size_t i = 0; i < target.size(); ++i) target[i] = T{100};
    kernels().scatter({sizeof(T), y.data(), index.data(), target.data(), kSize, kCount, stride, 1, stride});
    // -5 and 0 are one place, as are 4 and -1, with one value each; nothing names 1 and 3.
    for (int64_t at : {0, 2, 4}) CHECK(target[at * stride] == x[at * stride]);
    for (int64_t at : {1, 3}) CHECK(target[at * stride] == T{100});
  }
}

TEST_CASE("gather and scatter: every element size and stride; indices out of range reach no memory") {
  check_lines<uint8_t>();
  check_lines<uint16_t>();
  check_lines<uint32_t>();
  check_lines<uint64_t>();
}

TEST_CASE("gather_blocks: blocks of any length; indices out of range give zeros") {
  for (int64_t bytes : {1, 3, 8, 100}) {
    const Guarded<uint8_t> x(kSize * bytes), y(kCount * bytes);
    for (size_t i = 0; i < x.size(); ++i) x[i] = static_cast<uint8_t>(i + 1);
    const Guarded<int64_t> index(std::vector<int64_t>(kIndices, kIndices + kCount));
    kernels().gather_blocks({x.data(), kSize, index.data(), y.data(), kCount, bytes});
    for (int64_t i = 0; i < kCount * bytes; ++i) {
      const int64_t at = index[i / bytes] < 0 ? index[i / bytes] + kSize : index[i / bytes];
      CHECK(y[i] == (i / bytes < kValid ? x[at * bytes + i % bytes] : 0));
    }
  }
}

}  // namespace
}  // namespace convolt::test
