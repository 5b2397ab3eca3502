// Planes of zeros, into which the elements of another plane are put where their indices say. One kernel, of plain loops:
// there is nothing to compute, and stores go anywhere.
#pragma once

#include <stdint.h>

#include "core/pod/range.h"

namespace convolt {

struct MaxUnpoolParams {
  const float* x;          // planes of `inputs` elements
  const int64_t* indices;  // where in its plane of y each goes; of several in one place the last stays
  float* y;                // planes of `outputs` elements
  Range planes;
  int64_t inputs;
  int64_t outputs;  // an element whose index is not below this goes nowhere
};

using MaxUnpoolKernel = void (*)(const MaxUnpoolParams&);

void max_unpool(const MaxUnpoolParams&);

}  // namespace convolt
