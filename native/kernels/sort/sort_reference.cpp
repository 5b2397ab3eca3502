// Layout: one line at a stride, copied into a run of (element, place) pairs.
// Algorithm: a merge sort, which is stable: runs of 16 by insertion, then merged from one half of the workspace into the
// other and back. Neighbouring runs that are in order already are copied as they are.
#include "kernels/sort/sort.h"

#include "kernels/sort/ranked.h"

namespace convolt {
namespace {

constexpr int64_t kRun = 16;

int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

template <bool descending, class T>
void insert(Ranked<T>* run, int64_t count) {
  for (int64_t i = 1; i < count; ++i) {
    const Ranked<T> moved = run[i];
    int64_t at = i;
    for (; at > 0 && before<descending>(moved.value, run[at - 1].value); --at) run[at] = run[at - 1];
    run[at] = moved;
  }
}

template <bool descending, class T>
void merge(const Ranked<T>* left, const Ranked<T>* middle, const Ranked<T>* end, Ranked<T>* to) {
  const Ranked<T>* right = middle;
  if (right < end && !before<descending>(right->value, (middle - 1)->value)) {
    while (left < end) *to++ = *left++;
    return;
  }
  while (left < middle && right < end) *to++ = before<descending>(right->value, left->value) ? *right++ : *left++;
  while (left < middle) *to++ = *left++;
  while (right < end) *to++ = *right++;
}

template <bool descending, class T>
void sort(const SortParams<T>& p) {
  static_assert(2 * sizeof(Ranked<T>) <= kSortBytesPerElement, "two pairs an element");
  auto* from = static_cast<Ranked<T>*>(p.workspace);
  auto* to = from + p.count;
  for (int64_t i = 0; i < p.count; ++i) from[i] = {p.x[i * p.stride], i};
  for (int64_t i = 0; i < p.count; i += kRun) insert<descending>(from + i, smaller(kRun, p.count - i));
  for (int64_t width = kRun; width < p.count; width *= 2) {
    for (int64_t i = 0; i < p.count; i += 2 * width) {
      const int64_t middle = smaller(i + width, p.count), end = smaller(i + 2 * width, p.count);
      merge<descending>(from + i, from + middle, from + end, to + i);
    }
    Ranked<T>* merged = to;
    to = from;
    from = merged;
  }
  for (int64_t i = 0; i < p.count; ++i) {
    p.values[i * p.stride] = from[i].value;
    p.indices[i * p.stride] = from[i].index;
  }
}

template <class T>
void sort_line(const SortParams<T>& params) {
  if (params.descending) {
    sort<true>(params);
  } else {
    sort<false>(params);
  }
}

}  // namespace

void sort_float32(const SortParams<float>& params) { sort_line(params); }
void sort_float64(const SortParams<double>& params) { sort_line(params); }
void sort_int64(const SortParams<int64_t>& params) { sort_line(params); }

}  // namespace convolt
