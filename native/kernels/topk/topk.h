// The k largest (or smallest) of a line in order, and where they stood. Of equal elements the first are taken, in their
// order; NaN is the largest.
#pragma once

#include <stdint.h>

namespace convolt {

/// Bytes of workspace for each of the k, of any type.
constexpr int64_t kTopkBytesPerElement = 16;

template <class T>
struct TopkParams {
  const T* x;
  int64_t count;
  int64_t stride;  // in elements, of all three
  int64_t k;       // from 1 to count
  bool largest;
  T* values;         // k of them
  int64_t* indices;  // k of them
  void* workspace;   // k * kTopkBytesPerElement
};

template <class T>
using TopkKernel = void (*)(const TopkParams<T>&);

// The only variants.
void topk_float32(const TopkParams<float>&);
void topk_float64(const TopkParams<double>&);
void topk_int64(const TopkParams<int64_t>&);

}  // namespace convolt
