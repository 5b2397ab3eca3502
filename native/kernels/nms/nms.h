// Non-maximum suppression: of boxes in order, those stay that overlap no earlier one that stays by more than a threshold.
// One kernel, of plain loops: each box waits for the decisions on those before it.
#pragma once

#include <stdint.h>

namespace convolt {

struct NmsParams {
  const float* boxes;  // rows of x1, y1, x2, y2
  int64_t count;
  double threshold;  // of the intersection's area over the union's
  uint8_t* keep;     // 1 for a box that stays, 0 for one that does not
};

using NmsKernel = void (*)(const NmsParams&);

void nms_reference(const NmsParams&);

}  // namespace convolt
