// Layout: one line at a stride. Algorithm: a heap holds the best k so far, the worst of them on top, which most elements
// are compared with and dropped. In the end the heap is emptied from the worst to the best.
#include "kernels/topk/topk.h"

#include "kernels/sort/ranked.h"

namespace convolt {
namespace {

/// Whether `a` is worse than `b`: behind it, or equal and of a later place.
template <bool largest, class T>
bool worse(const Ranked<T>& a, const Ranked<T>& b) {
  return before<largest>(b.value, a.value) || (!before<largest>(a.value, b.value) && a.index > b.index);
}

/// Lets the element at `at` sink to its place in a heap of `count`, the worst on top.
template <bool largest, class T>
void sink(Ranked<T>* heap, int64_t at, int64_t count) {
  const Ranked<T> moved = heap[at];
  for (int64_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
    if (child + 1 < count && worse<largest>(heap[child + 1], heap[child])) ++child;
    if (!worse<largest>(heap[child], moved)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = moved;
}

template <bool largest, class T>
void select(const TopkParams<T>& p) {
  static_assert(sizeof(Ranked<T>) <= kTopkBytesPerElement, "a pair for each of the k");
  auto* heap = static_cast<Ranked<T>*>(p.workspace);
  for (int64_t i = 0; i < p.k; ++i) heap[i] = {p.x[i * p.stride], i};
  for (int64_t i = p.k / 2; i-- > 0;) sink<largest>(heap, i, p.k);
  for (int64_t i = p.k; i < p.count; ++i) {
    const T value = p.x[i * p.stride];
    if (!before<largest>(value, heap[0].value)) continue;
    heap[0] = {value, i};
    sink<largest>(heap, 0, p.k);
  }
  for (int64_t i = p.k - 1; i >= 0; --i) {
    p.values[i * p.stride] = heap[0].value;
    p.indices[i * p.stride] = heap[0].index;
    heap[0] = heap[i];
    sink<largest>(heap, 0, i);
  }
}

template <class T>
void select_line(const TopkParams<T>& params) {
  if (params.largest) {
    select<true>(params);
  } else {
    select<false>(params);
  }
}

}  // namespace

void topk_float32(const TopkParams<float>& params) { select_line(params); }
void topk_float64(const TopkParams<double>& params) { select_line(params); }
void topk_int64(const TopkParams<int64_t>& params) { select_line(params); }

}  // namespace convolt
