// y[i] = start + i * step, the second half from the other end: last - (count - 1 - i) * step. So both ends are exact.
#pragma once

#include <stdint.h>

namespace convolt {

template <class T>
struct SequenceParams {
  double start;
  double last;
  double step;
  int64_t count;  // of the whole sequence
  int64_t begin;  // what to write of it: [begin, end)
  int64_t end;
  T* y;  // of the whole sequence
};

template <class T>
using SequenceKernel = void (*)(const SequenceParams<T>&);

// The only variants. Numbers are computed in double; those of int64 must be whole, and below 2^63 in size.
void sequence_float32(const SequenceParams<float>&);
void sequence_float64(const SequenceParams<double>&);
void sequence_int64(const SequenceParams<int64_t>&);

}  // namespace convolt
