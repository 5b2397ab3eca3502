#include "dispatch/kernel_table.h"

namespace convolt {

void overlay_neon(KernelTable& table) {
  table.conv2d = conv2d_neon;
  table.depthwise_conv2d = depthwise_conv2d_neon;
  table.gemm = gemm_neon;
  table.linear = linear_neon;
  table.unary = unary_neon;
}

}  // namespace convolt
