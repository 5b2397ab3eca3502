// values[c] = the largest (or smallest) x[r, c] over r, indices[c] = the first r where it stands. NaN is larger and
// smaller than everything.
#pragma once

#include <stdint.h>

namespace convolt {

enum class ExtremumFunction : uint8_t { kMax, kMin };

template <class T>
struct ExtremumParams {
  ExtremumFunction function;
  const T* x;
  int64_t rows;        // at least 1
  int64_t row_stride;  // in elements
  int64_t columns;     // contiguous
  T* values;           // contiguous
  int64_t* indices;    // contiguous
};

template <class T>
using ExtremumKernel = void (*)(const ExtremumParams<T>&);

// The only variants.
void extremum_float32(const ExtremumParams<float>&);
void extremum_float64(const ExtremumParams<double>&);
void extremum_int64(const ExtremumParams<int64_t>&);

}  // namespace convolt
