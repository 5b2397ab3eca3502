// Work split into tasks for the thread pool.
#pragma once

#include <algorithm>

#include "core/pod/range.h"
#include "parallel/thread_pool.h"

namespace convolt {

inline int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }

/// Floats read or written by one task: few enough to share among threads, enough to be worth a hand-over.
constexpr int64_t kTaskFloats = 16384;

/// Calls body(Range) until [0, count) is covered, on the pool's threads. `floats` is what one of the count costs.
template <class Body>
void parallel_ranges(ThreadPool& pool, int64_t count, int64_t floats, const Body& body) {
  const int64_t length = std::max<int64_t>(1, kTaskFloats / std::max<int64_t>(1, floats));
  pool.parallel_for(ceil_div(count, length), [&](int64_t task, int) {
    const int64_t begin = task * length;
    body(Range{begin, std::min(count, begin + length)});
  });
}

/// The same over [0, count) of each sample: calls body(sample, Range) for ranges that lie within one.
template <class Body>
void parallel_sample_ranges(ThreadPool& pool, int64_t samples, int64_t count, int64_t floats, const Body& body) {
  parallel_ranges(pool, samples * count, floats, [&](Range rest) {
    while (rest.begin < rest.end) {
      const int64_t sample = rest.begin / count, first = sample * count;
      const int64_t end = std::min(rest.end, first + count);
      body(sample, Range{rest.begin - first, end - first});
      rest.begin = end;
    }
  });
}

}  // namespace convolt
