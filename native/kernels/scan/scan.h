// y[r, c] = the sum (or product) of x[0, c] … x[r, c].
#pragma once

#include <stdint.h>

namespace convolt {

enum class ScanFunction : uint8_t { kProd, kSum };

template <class T>
struct ScanParams {
  ScanFunction function;
  const T* x;
  T* y;  // may be x
  int64_t rows;
  int64_t row_stride;  // in elements, of both
  int64_t columns;     // contiguous
};

template <class T>
using ScanKernel = void (*)(const ScanParams<T>&);

// The only variants: each row needs the one before.
void scan_float32(const ScanParams<float>&);
void scan_float64(const ScanParams<double>&);
void scan_int64(const ScanParams<int64_t>&);

}  // namespace convolt
