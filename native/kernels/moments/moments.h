// mean[c] = the mean over r of x[r, c], variance[c] = the sum over r of (x[r, c] - mean[c])^2 over (rows - correction).
#pragma once

#include <stdint.h>

namespace convolt {

template <class T>
struct MomentsParams {
  const T* x;
  int64_t rows;
  int64_t row_stride;  // in elements
  int64_t columns;     // contiguous
  double correction;   // the divisor is never below 0
  bool root;           // the standard deviation instead of the variance
  T* variance;         // contiguous
  T* mean;             // contiguous
};

template <class T>
using MomentsKernel = void (*)(const MomentsParams<T>&);

// The only variants: bound by memory, and the compiler vectorises the loops.
void moments_float32(const MomentsParams<float>&);
void moments_float64(const MomentsParams<double>&);

}  // namespace convolt
