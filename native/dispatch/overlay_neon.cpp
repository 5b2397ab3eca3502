#include "dispatch/kernel_table.h"

namespace convolt {

void overlay_neon(KernelTable& table) {
  table.blocked_conv2d = blocked_conv2d_neon;
  table.channel_block = 4;
  table.activation = activation_neon;
  table.adaptive_avg_pool2d = adaptive_avg_pool2d_neon;
  table.batch_norm = batch_norm_neon;
  table.binary = binary_neon;
  table.blocked_batch_norm = blocked_batch_norm_neon;
  table.blocked_pool2d = blocked_pool2d_neon;
  table.blocked_depthwise_conv2d = blocked_depthwise_conv2d_neon;
  table.box_muller = box_muller_neon;
  table.channel_norm = channel_norm_neon;
  table.col2im = col2im_neon;
  table.conv = conv_neon;
  table.depthwise_conv2d = depthwise_conv2d_neon;
  table.from_blocked = from_blocked_neon;
  table.gemm = gemm_neon;
  table.linear = linear_neon;
  table.pool2d = pool2d_neon;
  table.resample = resample_neon;
  table.row_norm = row_norm_neon;
  table.select_channels = select_channels_neon;
  table.softmax = softmax_neon;
  table.to_blocked = to_blocked_neon;
  table.stem_conv2d = stem_conv2d_neon;
  table.unary = unary_neon;
  table.winograd_conv2d = winograd_conv2d_neon;
}

}  // namespace convolt
