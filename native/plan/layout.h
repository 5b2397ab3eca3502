// How the elements of an op's tensors may lie in memory; its caller copies what lies otherwise first.
#pragma once

#include <cstddef>

#include "core/tensor_view.h"

namespace convolt {

enum class Layout {
  kStrided,     // with any strides
  kSamples,     // contiguous, but the samples of images (rank 4 or 5) may lie apart in first input and outputs
  kContiguous,
};

bool takes_input(Layout layout, size_t index, const TensorView& input);
bool takes_output(Layout layout, const TensorView& output);

/// The samples of a batch of images. A tensor of another rank, which is contiguous, is a single sample.
struct Samples {
  int64_t count;
  int64_t elements;  // of one
  int64_t stride;    // from one to the next
};

Samples samples_of(const TensorView& view);

}  // namespace convolt
