#include "kernels/sort/sort.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "dispatch/kernel_table.h"
#include "kernels/topk/topk.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

/// Few values, so that there are ties, and NaN among them.
std::vector<float> with_ties(int64_t count) {
  std::vector<float> values = random_floats(count, static_cast<uint32_t>(count + 1));
  for (float& value : values) value = static_cast<float>(static_cast<int>(value * 8.0f));
  for (size_t i = 3; i < values.size(); i += 7) values[i] = std::numeric_limits<float>::quiet_NaN();
  return values;
}

/// The places of a stable sort.
std::vector<int64_t> sorted_places(const std::vector<float>& values, bool descending) {
  std::vector<int64_t> places(values.size());
  std::iota(places.begin(), places.end(), 0);
  const auto less = [](float a, float b) { return a < b || (a == a && b != b); };
  std::stable_sort(places.begin(), places.end(), [&](int64_t a, int64_t b) {
    return descending ? less(values[b], values[a]) : less(values[a], values[b]);
  });
  return places;
}

TEST_CASE("sort and topk: the order of a stable sort for every length around the runs, inside their buffers") {
  for (int64_t count : {1, 2, 15, 16, 17, 32, 33, 47, 64, 65, 200}) {
    for (int64_t stride : {1, 3}) {
      for (bool descending : {false, true}) {
        CAPTURE(count);
        CAPTURE(stride);
        CAPTURE(descending);
        const std::vector<float> line = with_ties(count);
        const std::vector<int64_t> expected = sorted_places(line, descending);
        const Guarded<float> x((count - 1) * stride + 1), values(x.size());
        const Guarded<int64_t> indices(x.size());
        for (int64_t i = 0; i < count; ++i) x[i * stride] = line[i];
        const Guarded<char> workspace(count * kSortBytesPerElement);
        kernels().sort_float32(
            {x.data(), count, stride, descending, values.data(), indices.data(), workspace.data()});
        for (int64_t i = 0; i < count; ++i) CHECK(indices[i * stride] == expected[i]);
        for (int64_t k : {int64_t{1}, count / 2, count}) {
          if (k == 0) continue;
          const Guarded<float> best((k - 1) * stride + 1);
          const Guarded<int64_t> places(best.size());
          const Guarded<char> heap(k * kTopkBytesPerElement);
          kernels().topk_float32(
              {x.data(), count, stride, k, descending, best.data(), places.data(), heap.data()});
          for (int64_t i = 0; i < k; ++i) CHECK(places[i * stride] == expected[i]);
        }
      }
    }
  }
}

}  // namespace
}  // namespace convolt::test
