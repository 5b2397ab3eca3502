// y[i] = whether a[i] stands in a relation to b[i], over rows of runs; either operand may be one value for a whole run, or
// lie at a stride.
#pragma once

#include <stdint.h>

namespace convolt {

/// A new one is a line here, a line in compare_reference.cpp, and a line in plan/op_list.cpp. NaN equals nothing and is
/// neither less nor greater. The logical ones take what is not 0 as true.
enum class CompareFunction : uint8_t { kAnd, kEq, kGe, kGt, kLe, kLt, kNe, kOr, kXor };

template <class T>
struct CompareParams {
  CompareFunction function;
  const T* a;
  int64_t a_stride;  // in elements; 0 for one value
  const T* b;
  int64_t b_stride;
  uint8_t* y;  // contiguous; 0 or 1
  int64_t count;
  int64_t rows = 1;
  int64_t a_row_stride = 0;  // 0 for one row
  int64_t b_row_stride = 0;
  int64_t y_row_stride = 0;
};

template <class T>
using CompareKernel = void (*)(const CompareParams<T>&);

// The only variants: the compiler vectorises the contiguous loops.
void compare_float32(const CompareParams<float>&);
void compare_float64(const CompareParams<double>&);
void compare_int64(const CompareParams<int64_t>&);
void compare_bool(const CompareParams<uint8_t>&);  // the logical ones only

}  // namespace convolt
