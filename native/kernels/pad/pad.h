// Pads or crops planes of (height, width) float32. One variant serves every ISA: the inside of a row is a memcpy, which
// chooses its instructions by itself, and the borders are a few elements.
#pragma once

#include <stdint.h>

#include "core/pod/range.h"

namespace convolt {

/// What lies outside the image.
enum class PadMode : uint8_t {
  kConstant,   // `value`
  kReflect,    // the image mirrored at its outermost elements, which are not repeated
  kReplicate,  // the outermost elements
  kCircular,   // the image again
};

struct PadParams {
  PadMode mode;
  float value;
  const float* x;  // planes of (input_height, input_width)
  float* y;        // planes of (output_height, output_width)
  Range rows;      // output rows of all planes, numbered through
  int64_t input_height;
  int64_t input_width;
  int64_t output_height;
  int64_t output_width;
  int64_t top;   // negative: rows cropped; the bottom follows from the heights
  int64_t left;  // negative: columns cropped; the right follows from the widths
};

using PadKernel = void (*)(const PadParams&);

void pad_reference(const PadParams&);

}  // namespace convolt
