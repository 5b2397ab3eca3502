// y[i] = condition[i] ? a[i] : b[i] over a run of elements of any dtype; every operand may be one value for the whole
// run, or lie at a stride.
#pragma once

#include <stdint.h>

namespace convolt {

struct WhereParams {
  int64_t element_size;      // in bytes: 1, 2, 4 or 8
  const uint8_t* condition;  // whatever is not 0 is true
  const void* a;
  const void* b;
  void* y;  // may be a or b
  int64_t count;
  // Strides in elements; 0 for one value.
  int64_t condition_stride;
  int64_t a_stride;
  int64_t b_stride;
  int64_t y_stride;
};

using WhereKernel = void (*)(const WhereParams&);

// The only variant: the compiler vectorises the contiguous loops.
void where_reference(const WhereParams&);

}  // namespace convolt
