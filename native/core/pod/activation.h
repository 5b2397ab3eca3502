// What a kernel does to each output element before it stores it.
#pragma once

#include <stdint.h>

namespace convolt {

enum class Activation : uint8_t {
  kNone,
  kRelu,  // max(x, 0); NaN stays NaN
};

}  // namespace convolt
