// Tensors of sequences, images or volumes as volumes: (…, depth, height, width), where only the last one to three
// dimensions matter to the op. The others have size 1.
#pragma once

#include <string>

#include "plan/ops/planes.h"

namespace convolt {

struct Volumes {
  int64_t count;    // of volumes
  int64_t size[3];  // depth, height, width

  int64_t elements() const { return size[0] * size[1] * size[2]; }
};

/// How many of the last dimensions an op works on.
inline int spatial_dims(const Attributes& attributes) {
  const int64_t dims = attributes.integer("dims");
  require(dims >= 1 && dims <= 3, "attribute 'dims' must be from 1 to 3");
  return static_cast<int>(dims);
}

/// Throws an Error unless every size is from 1 to kMaxExtent and a volume's elements can be counted.
inline Volumes volumes_of(const char* op, const TensorView& view, int dims) {
  require(view.rank >= dims, [&] { return std::string(op) + ": " + to_string(view) + " has too few dimensions"; });
  Volumes volumes{1, {1, 1, 1}};
  for (int d = 0; d < view.rank - dims; ++d) volumes.count *= view.shape[d];
  for (int d = 0; d < dims; ++d) {
    const int64_t extent = view.shape[view.rank - dims + d];
    require(extent >= 1 && extent <= kMaxExtent,
            [&] { return std::string(op) + ": sizes must be from 1 to 2147483647"; });
    volumes.size[3 - dims + d] = extent;
  }
  require(volumes.size[0] * volumes.size[1] <= INT64_MAX / volumes.size[2],
          [&] { return std::string(op) + ": " + to_string(view) + " has too many elements"; });
  return volumes;
}

}  // namespace convolt
