#include "kernels/where/where.h"

#include <doctest/doctest.h>

#include "dispatch/kernel_table.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

template <class T>
void check_layouts() {
  for (int64_t count : {1, 7, 16, 33}) {
    for (int64_t a_stride : {0, 1, 3}) {
      for (int64_t b_stride : {0, 1, 2}) {
        for (int64_t condition_stride : {0, 1, 2}) {
          for (int64_t y_stride : {1, 2}) {
            const Guarded<uint8_t> condition((count - 1) * condition_stride + 1);
            const Guarded<T> a((count - 1) * a_stride + 1), b((count - 1) * b_stride + 1);
            const Guarded<T> y((count - 1) * y_stride + 1);
            for (size_t i = 0; i < condition.size(); ++i) condition[i] = static_cast<uint8_t>(i % 3);
            for (size_t i = 0; i < a.size(); ++i) a[i] = static_cast<T>(1 + i);
            for (size_t i = 0; i < b.size(); ++i) b[i] = static_cast<T>(101 + i);
            kernels().where({sizeof(T), condition.data(), a.data(), b.data(), y.data(), count, condition_stride, a_stride,
                             b_stride, y_stride});
            for (int64_t i = 0; i < count; ++i) {
              const T expected = condition[i * condition_stride] != 0 ? a[i * a_stride] : b[i * b_stride];
              CHECK(y[i * y_stride] == expected);
            }
          }
        }
      }
    }
  }
}

TEST_CASE("where: every layout and element size, inside its buffers") {
  check_layouts<uint8_t>();
  check_layouts<uint16_t>();
  check_layouts<uint32_t>();
  check_layouts<uint64_t>();
}

}  // namespace
}  // namespace convolt::test
