#include "dispatch/kernel_table.h"

namespace convolt {

void overlay_sse2(KernelTable& table) {
  table.blocked_conv2d = blocked_conv2d_sse2;
  table.channel_block = 4;
  table.activation = activation_sse2;
  table.adaptive_avg_pool2d = adaptive_avg_pool2d_sse2;
  table.batch_norm = batch_norm_sse2;
  table.binary = binary_sse2;
  table.blocked_batch_norm = blocked_batch_norm_sse2;
  table.channel_norm = channel_norm_sse2;
  table.blocked_pool2d = blocked_pool2d_sse2;
  table.blocked_depthwise_conv2d = blocked_depthwise_conv2d_sse2;
  table.col2im = col2im_sse2;
  table.conv = conv_sse2;
  table.depthwise_conv2d = depthwise_conv2d_sse2;
  table.from_blocked = from_blocked_sse2;
  table.gemm = gemm_sse2;
  table.linear = linear_sse2;
  table.pool2d = pool2d_sse2;
  table.resample = resample_sse2;
  table.row_norm = row_norm_sse2;
  table.select_channels = select_channels_sse2;
  table.softmax = softmax_sse2;
  table.to_blocked = to_blocked_sse2;
  table.stem_conv2d = stem_conv2d_sse2;
  table.unary = unary_sse2;
  table.winograd_conv2d = winograd_conv2d_sse2;
}

}  // namespace convolt
