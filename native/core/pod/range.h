// A half-open range of work, the piece of an output that one kernel call computes.
#pragma once

#include <stdint.h>

namespace convolt {

struct Range {
  int64_t begin;
  int64_t end;
};

}  // namespace convolt
