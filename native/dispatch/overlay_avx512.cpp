#include "dispatch/kernel_table.h"

namespace convolt {

void overlay_avx512(KernelTable& table) {
  table.blocked_conv2d = blocked_conv2d_avx512;
  table.channel_block = 16;
  table.activation = activation_avx512;
  table.adaptive_avg_pool2d = adaptive_avg_pool2d_avx512;
  table.batch_norm = batch_norm_avx512;
  table.binary = binary_avx512;
  table.blocked_batch_norm = blocked_batch_norm_avx512;
  table.channel_norm = channel_norm_avx512;
  table.blocked_pool2d = blocked_pool2d_avx512;
  table.blocked_depthwise_conv2d = blocked_depthwise_conv2d_avx512;
  table.col2im = col2im_avx512;
  table.conv = conv_avx512;
  table.depthwise_conv2d = depthwise_conv2d_avx512;
  table.from_blocked = from_blocked_avx512;
  table.gemm = gemm_avx512;
  table.linear = linear_avx512;
  table.pool2d = pool2d_avx512;
  table.resample = resample_avx512;
  table.row_norm = row_norm_avx512;
  table.select_channels = select_channels_avx512;
  table.softmax = softmax_avx512;
  table.to_blocked = to_blocked_avx512;
  table.stem_conv2d = stem_conv2d_avx512;
  table.unary = unary_avx512;
  table.winograd_conv2d = winograd_conv2d_avx512;
}

}  // namespace convolt
