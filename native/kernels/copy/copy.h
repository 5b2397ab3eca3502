// y[r, c] = x[r, c], converted between any two dtypes, over a block of rows and columns with any strides.
#pragma once

#include "core/pod/dtype.h"

namespace convolt {

struct CopyParams {
  DType x_dtype;
  DType y_dtype;
  const void* x;
  void* y;  // does not overlap x
  int64_t rows;
  int64_t columns;
  // Strides in elements.
  int64_t x_row_stride;
  int64_t x_column_stride;
  int64_t y_row_stride;
  int64_t y_column_stride;
};

using CopyKernel = void (*)(const CopyParams&);

void copy_reference(const CopyParams&);

}  // namespace convolt
