// y[i] = f(a[i], b[i]) over rows of runs; either operand may be one value for a whole run, or lie at a stride.
#pragma once

#include <stdint.h>

namespace convolt {

/// A new one is a line here, a line in binary_reference.cpp, a line in binary_body.h, and a line in plan/op_list.cpp.
enum class BinaryFunction : uint8_t {
  kAdd,
  kDiv,          // of floats only
  kFloorDivide,  // towards minus infinity; integers by 0 give 0
  kMaximum,      // NaN if either is NaN
  kMinimum,      // NaN if either is NaN
  kMul,
  kPow,
  kRemainder,  // has the sign of b; integers by 0 give 0
  kSub,
  kTruncDivide,  // of integers only, towards 0; by 0 gives 0
};

template <class T>
struct BinaryParams {
  BinaryFunction function;
  const T* a;
  int64_t a_stride;  // in elements; 0 for one value
  const T* b;
  int64_t b_stride;
  T* y;  // contiguous
  int64_t count;
  // A call for rows of a few elements, such as the channels of a pixel times a factor each, would cost more than the row.
  int64_t rows = 1;
  int64_t a_row_stride = 0;  // 0 for one row
  int64_t b_row_stride = 0;
  int64_t y_row_stride = 0;
};

template <class T>
using BinaryKernel = void (*)(const BinaryParams<T>&);

void binary_reference(const BinaryParams<float>&);
void binary_scalar(const BinaryParams<float>&);
void binary_sse2(const BinaryParams<float>&);
void binary_avx2(const BinaryParams<float>&);
void binary_avx512(const BinaryParams<float>&);
void binary_neon(const BinaryParams<float>&);

// These dtypes have no other variant. Integers wrap; a negative power is 0 but for the bases 1 and -1.
void binary_float64(const BinaryParams<double>&);
void binary_int64(const BinaryParams<int64_t>&);

}  // namespace convolt
