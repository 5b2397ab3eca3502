// The weights of a network: one block, read only, which all its programs share.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/attributes.h"
#include "core/memory.h"
#include "core/tensor_view.h"

namespace convolt {

struct Constants {
  AlignedBuffer memory;
  size_t bytes = 0;
};

/// A constant that an op makes of tensors, such as weights in the order in which a kernel reads them.
struct Packing {
  std::string op;
  Attributes attributes;
  TensorViews inputs;
  TensorView output;  // its memory is yet to come
};

/// Copies of tensors and then what ops make, one behind another at multiples of kAlignment. The ops write into the block, so that
/// nothing is in memory twice.
Constants make_constants(const TensorViews& copied, const std::vector<Packing>& packed);

}  // namespace convolt
