// y[c] = the sum (mean, product, norm, all, any) over r of x[r, c].
#pragma once

#include <stdint.h>

namespace convolt {

enum class ReduceFunction : uint8_t {
  kAll,   // of bytes
  kAny,   // of bytes
  kL1,    // of floats: the sum of the absolute values
  kL2,    // of floats: the root of the sum of the squares
  kMean,  // of floats; NaN over no rows
  kProd,
  kSum,
};

template <class T>
struct ReduceParams {
  ReduceFunction function;
  const T* x;
  int64_t rows;
  int64_t row_stride;  // in elements
  int64_t columns;     // contiguous
  T* y;                // contiguous
};

template <class T>
using ReduceKernel = void (*)(const ReduceParams<T>&);

// The only variants: reductions are bound by memory, and the compiler vectorises the loops.
void reduce_float32(const ReduceParams<float>&);
void reduce_float64(const ReduceParams<double>&);
void reduce_int64(const ReduceParams<int64_t>&);
void reduce_bool(const ReduceParams<uint8_t>&);

}  // namespace convolt
