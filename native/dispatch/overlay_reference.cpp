#include "dispatch/kernel_table.h"

namespace convolt {

void overlay_reference(KernelTable& table) {
  table.adaptive_avg_pool2d = adaptive_avg_pool2d_reference;
  table.batch_norm = batch_norm_reference;
  table.conv2d = conv2d_reference;
  table.copy = copy_reference;
  table.depthwise_conv2d = depthwise_conv2d_reference;
  table.gemm = gemm_reference;
  table.linear = linear_reference;
  table.pad = pad_reference;
  table.pool2d = pool2d_reference;
  table.softmax = softmax_reference;
  table.unary = unary_reference;
}

}  // namespace convolt
