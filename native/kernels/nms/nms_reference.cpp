#include "kernels/nms/nms.h"

#include <algorithm>

namespace convolt {
namespace {

float area(const float* box) { return (box[2] - box[0]) * (box[3] - box[1]); }

// NaN for two boxes without area.
float overlap(const float* a, const float* b) {
  const float width = std::max(0.0f, std::min(a[2], b[2]) - std::max(a[0], b[0]));
  const float height = std::max(0.0f, std::min(a[3], b[3]) - std::max(a[1], b[1]));
  const float both = width * height;
  return both / (area(a) + area(b) - both);
}

}  // namespace

void nms_reference(const NmsParams& p) {
  std::fill_n(p.keep, p.count, uint8_t{1});
  for (int64_t i = 0; i < p.count; ++i) {
    if (p.keep[i] == 0) continue;
    for (int64_t j = i + 1; j < p.count; ++j) {
      if (p.keep[j] != 0 && overlap(p.boxes + 4 * i, p.boxes + 4 * j) > p.threshold) p.keep[j] = 0;
    }
  }
}

}  // namespace convolt
