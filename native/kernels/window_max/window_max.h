// The largest element of each window of volumes of (depth, height, width) float32, and where it is. Images are volumes of
// depth 1, sequences of height 1, too. Windows come as lists, so they may slide, or divide the input unevenly.
//
// There is one kernel, of plain loops: which element is the largest so far decides about a value and an index together,
// and a window is rarely long enough to keep one of each in every lane.
#pragma once

#include <stdint.h>

#include "core/pod/range.h"

namespace convolt {

/// One direction: window i covers every `step`-th of the input positions in windows[i], which all lie inside.
struct WindowAxis {
  int64_t input;
  int64_t output;
  int64_t step;
  const Range* windows;
};

struct WindowMaxParams {
  const float* x;    // volumes of inputs
  float* y;          // volumes of outputs: the largest element, the last NaN if there is one; -inf in an empty window
  int64_t* indices;  // the first place in its volume where that element stands; the window's start if all are -inf
  Range rows;        // output rows of all volumes, numbered through
  WindowAxis depth;
  WindowAxis height;
  WindowAxis width;
};

using WindowMaxKernel = void (*)(const WindowMaxParams&);

void window_max(const WindowMaxParams&);

}  // namespace convolt
