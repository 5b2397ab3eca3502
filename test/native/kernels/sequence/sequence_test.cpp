#include "kernels/sequence/sequence.h"

#include <doctest/doctest.h>

#include "dispatch/kernel_table.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

TEST_CASE("sequence: the same numbers in one range and in several, both ends exact, inside its buffer") {
  for (int64_t count : {1, 2, 7, 64}) {
    const double step = count > 1 ? 0.7 / static_cast<double>(count - 1) : 0.0;
    const Guarded<float> whole(count), parts(count);
    kernels().sequence_float32({0.1, 0.1 + 0.7, step, count, 0, count, whole.data()});
    for (int64_t i = 0; i < count; i += 5) {
      kernels().sequence_float32({0.1, 0.1 + 0.7, step, count, i, i + 5 < count ? i + 5 : count, parts.data()});
    }
    for (int64_t i = 0; i < count; ++i) CHECK(whole[i] == parts[i]);
    if (count > 1) CHECK(whole[0] == 0.1f);
    CHECK(whole[count - 1] == static_cast<float>(0.1 + 0.7));
  }
}

}  // namespace
}  // namespace convolt::test
