#include "kernels/blocked_conv2d/blocked_conv2d.h"

namespace convolt {

void blocked_conv2d_weight_reference(const BlockedConv2dWeightParams& p) {
  const int64_t blocks = (p.outputs.end - p.outputs.begin + p.block - 1) / p.block;
  for (int64_t panel = p.panels.begin; panel < p.panels.end; ++panel) {
    const int64_t first = panel * kPanelBlocks;
    const int64_t lanes = (blocks - first < kPanelBlocks ? blocks - first : kPanelBlocks) * p.block;
    float* packed = p.packed + first * p.block * p.taps * p.input_blocks * p.block;
    for (int64_t tap = 0; tap < p.taps; ++tap) {
      for (int64_t block = 0; block < p.input_blocks; ++block, packed += p.block * lanes) {
        for (int64_t lane = 0; lane < lanes; ++lane) {
          const int64_t output = p.outputs.begin + first * p.block + lane;
          const bool present = output < p.outputs.end;
          // The block's first channel, counted from the first that this output sees.
          const int64_t input = p.first_input + block * p.block - output / p.group_outputs * p.group_inputs;
          for (int64_t i = 0; i < p.block; ++i) {
            const bool seen = present && input + i >= 0 && input + i < p.group_inputs;
            packed[i * lanes + lane] = seen ? p.weight[(output * p.group_inputs + input + i) * p.taps + tap] : 0.0f;
          }
        }
      }
    }
  }
}

}  // namespace convolt
