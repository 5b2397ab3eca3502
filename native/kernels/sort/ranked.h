// What sort and topk share: an element with its place, and the order of elements.
#pragma once

#include <stdint.h>

namespace convolt {
namespace {

template <class T>
struct Ranked {
  T value;
  int64_t index;
};

/// NaN is larger than everything, and equal to itself.
template <class T>
bool less(T a, T b) {
  return a < b || (a == a && b != b);
}

/// Whether `a` belongs before `b`.
template <bool descending, class T>
bool before(T a, T b) {
  return descending ? less(b, a) : less(a, b);
}

}  // namespace
}  // namespace convolt
