// JavaScript values to the native structs: the one decoder of attributes and of tensors.
#pragma once

#include <napi.h>

#include "core/attributes.h"
#include "core/tensor_view.h"

namespace convolt {

/// { padding: [1, 1], groups: 1, mode: 'zeros' } -> Attributes.
Attributes decode_attributes(const Napi::Object& object);

/// [bytes, descriptor, bytes, descriptor, …] -> views. `bytes` is a Uint8Array over a storage, `descriptor` a
/// Float64Array [dtype, offset, shape…, strides…] in elements; null and null for an absent optional tensor.
/// Throws an Error unless every element of the view lies inside its storage.
TensorViews decode_tensors(const Napi::Array& array);

/// A descriptor without its memory; `offset` gets its offset in elements.
TensorView decode_layout(const Napi::Value& descriptor, int64_t* offset);

}  // namespace convolt
