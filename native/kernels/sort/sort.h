// values[i] = the i-th smallest (or largest) of a line, indices[i] = where it stood. Equal elements keep their order; NaN
// is the largest.
#pragma once

#include <stdint.h>

namespace convolt {

/// Bytes of workspace that an element takes, of any type.
constexpr int64_t kSortBytesPerElement = 32;

template <class T>
struct SortParams {
  const T* x;
  int64_t count;
  int64_t stride;  // in elements, of all three
  bool descending;
  T* values;
  int64_t* indices;
  void* workspace;  // count * kSortBytesPerElement
};

template <class T>
using SortKernel = void (*)(const SortParams<T>&);

// The only variants: a sort is bound by its branches.
void sort_float32(const SortParams<float>&);
void sort_float64(const SortParams<double>&);
void sort_int64(const SortParams<int64_t>&);

}  // namespace convolt
