#include <vector>

#include "kernels/blocked_pool2d/blocked_pool2d.h"

namespace convolt {

/// Lane by lane what pool2d_reference does with a plane.
void blocked_pool2d_reference(const BlockedPool2dParams& params) {
  Pool2dParams pool = params.pool;
  const int64_t block = params.block, outputs = pool.horizontal.output;
  const int64_t pixels = pool.vertical.input * pool.horizontal.input;
  std::vector<float> plane(pixels), pooled(pool.vertical.output * outputs);
  pool.x = plane.data();
  pool.y = pooled.data();
  for (int64_t index = params.pool.rows.begin; index < params.pool.rows.end; ++index) {
    const float* x = params.pool.x + index / pool.vertical.output * pixels * block;
    const int64_t y = index % pool.vertical.output;
    for (int64_t lane = 0; lane < block; ++lane) {
      for (int64_t i = 0; i < pixels; ++i) plane[i] = x[i * block + lane];
      pool.rows = {y, y + 1};
      pool2d_reference(pool);
      for (int64_t i = 0; i < outputs; ++i) params.pool.y[(index * outputs + i) * block + lane] = pooled[y * outputs + i];
    }
  }
}

}  // namespace convolt
