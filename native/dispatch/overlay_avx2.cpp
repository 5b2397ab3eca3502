#include "dispatch/kernel_table.h"

namespace convolt {

void overlay_avx2(KernelTable& table) {
  table.blocked_conv2d = blocked_conv2d_avx2;
  table.channel_block = 8;
  table.activation = activation_avx2;
  table.adaptive_avg_pool2d = adaptive_avg_pool2d_avx2;
  table.batch_norm = batch_norm_avx2;
  table.binary = binary_avx2;
  table.blocked_batch_norm = blocked_batch_norm_avx2;
  table.blocked_pool2d = blocked_pool2d_avx2;
  table.blocked_depthwise_conv2d = blocked_depthwise_conv2d_avx2;
  table.box_muller = box_muller_avx2;
  table.channel_norm = channel_norm_avx2;
  table.col2im = col2im_avx2;
  table.conv = conv_avx2;
  table.depthwise_conv2d = depthwise_conv2d_avx2;
  table.from_blocked = from_blocked_avx2;
  table.gemm = gemm_avx2;
  table.linear = linear_avx2;
  table.pool2d = pool2d_avx2;
  table.resample = resample_avx2;
  table.row_norm = row_norm_avx2;
  table.select_channels = select_channels_avx2;
  table.softmax = softmax_avx2;
  table.to_blocked = to_blocked_avx2;
  table.stem_conv2d = stem_conv2d_avx2;
  table.unary = unary_avx2;
  table.winograd_conv2d = winograd_conv2d_avx2;
}

}  // namespace convolt
