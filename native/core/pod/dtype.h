// The element types of tensors.
#pragma once

#include <stdint.h>

namespace convolt {

/// In the order of `kDTypeNames`; the JavaScript side asks for the names and uses their indices.
enum class DType : uint8_t {
  kFloat32,
  kFloat64,
  kFloat16,
  kBFloat16,
  kInt64,
  kInt32,
  kInt16,
  kInt8,
  kUint8,
  kBool,  // a byte; whatever is not 0 is true
  kNone,  // an optional tensor that was not given
};

}  // namespace convolt
