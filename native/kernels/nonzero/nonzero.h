// Where the bytes of a tensor in order are not 0: a row of coordinates for each such byte.
#pragma once

#include <stdint.h>

namespace convolt {

struct NonzeroParams {
  const uint8_t* x;
  int64_t count;
  const int64_t* shape;
  int64_t rank;
  int64_t* y;     // rows of `rank` coordinates
  int64_t rows;  // at most so many are written
};

using NonzeroKernel = void (*)(const NonzeroParams&);

// The only variant.
void nonzero_reference(const NonzeroParams&);

}  // namespace convolt
