#include "kernels/blocked_conv2d/blocked_conv2d.h"
#include "kernels/stem_conv2d/stem_conv2d.h"

namespace convolt {

void stem_conv2d_weight_reference(const StemConv2dWeightParams& p) {
  const int64_t blocks = (p.output_channels + p.block - 1) / p.block;
  for (int64_t panel = p.panels.begin; panel < p.panels.end; ++panel) {
    const int64_t first = panel * kPanelBlocks;
    const int64_t lanes = (blocks - first < kPanelBlocks ? blocks - first : kPanelBlocks) * p.block;
    float* packed = p.packed + first * p.block * p.depth;
    for (int64_t k = 0; k < p.depth; ++k) {
      for (int64_t lane = 0; lane < lanes; ++lane) {
        const int64_t output = first * p.block + lane;
        packed[k * lanes + lane] = output < p.output_channels ? p.weight[output * p.depth + k] : 0.0f;
      }
    }
  }
}

}  // namespace convolt
