#include "dispatch/kernel_table.h"

namespace convolt {

void overlay_scalar(KernelTable& table) {
  table.blocked_conv2d = blocked_conv2d_scalar;
  table.channel_block = 1;
  table.activation = activation_scalar;
  table.adaptive_avg_pool2d = adaptive_avg_pool2d_scalar;
  table.batch_norm = batch_norm_scalar;
  table.binary = binary_scalar;
  table.blocked_batch_norm = blocked_batch_norm_scalar;
  table.channel_norm = channel_norm_scalar;
  table.blocked_pool2d = blocked_pool2d_scalar;
  table.blocked_depthwise_conv2d = blocked_depthwise_conv2d_scalar;
  table.col2im = col2im_scalar;
  table.conv = conv_scalar;
  table.depthwise_conv2d = depthwise_conv2d_scalar;
  table.from_blocked = from_blocked_scalar;
  table.gemm = gemm_scalar;
  table.linear = linear_scalar;
  table.pool2d = pool2d_scalar;
  table.resample = resample_scalar;
  table.row_norm = row_norm_scalar;
  table.select_channels = select_channels_scalar;
  table.softmax = softmax_scalar;
  table.to_blocked = to_blocked_scalar;
  table.stem_conv2d = stem_conv2d_scalar;
  table.unary = unary_scalar;
  table.winograd_conv2d = winograd_conv2d_scalar;
}

}  // namespace convolt
