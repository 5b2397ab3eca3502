#include "dispatch/kernel_table.h"

namespace convolt {

void overlay_reference(KernelTable& table) {
  table.channel_block = 1;
  table.activation = activation_reference;
  table.activation_float64 = activation_float64;
  table.activation_int64 = activation_int64;
  table.adaptive_avg_pool2d = adaptive_avg_pool2d_reference;
  table.batch_norm = batch_norm_reference;
  table.binary = binary_reference;
  table.binary_float64 = binary_float64;
  table.binary_int64 = binary_int64;
  table.box_muller = box_muller_reference;
  table.channel_norm = channel_norm_reference;
  table.col2im = col2im_reference;
  table.compare_bool = compare_bool;
  table.compare_float32 = compare_float32;
  table.compare_float64 = compare_float64;
  table.compare_int64 = compare_int64;
  table.conv = conv_reference;
  table.copy = copy_reference;
  table.depthwise_conv2d = depthwise_conv2d_reference;
  table.extremum_float32 = extremum_float32;
  table.extremum_float64 = extremum_float64;
  table.extremum_int64 = extremum_int64;
  table.from_blocked = from_blocked_reference;
  table.gather = gather_reference;
  table.gather_blocks = gather_blocks_reference;
  table.gemm = gemm_reference;
  table.linear = linear_reference;
  table.max_unpool = max_unpool;
  table.moments_float32 = moments_float32;
  table.moments_float64 = moments_float64;
  table.nms = nms_reference;
  table.nonzero = nonzero_reference;
  table.pad = pad_reference;
  table.pool2d = pool2d_reference;
  table.random_integers = random_integers;
  table.random_normal = random_normal;
  table.random_permutation = random_permutation;
  table.random_seed = random_seed;
  table.random_truncated_normal = random_truncated_normal;
  table.random_uniform_float32 = random_uniform_float32;
  table.random_uniform_float64 = random_uniform_float64;
  table.reduce_bool = reduce_bool;
  table.reduce_float32 = reduce_float32;
  table.reduce_float64 = reduce_float64;
  table.reduce_int64 = reduce_int64;
  table.resample = resample_reference;
  table.row_norm = row_norm_reference;
  table.scan_float32 = scan_float32;
  table.scan_float64 = scan_float64;
  table.scan_int64 = scan_int64;
  table.scatter = scatter_reference;
  table.sequence_float32 = sequence_float32;
  table.sequence_float64 = sequence_float64;
  table.sequence_int64 = sequence_int64;
  table.softmax = softmax_reference;
  table.sort_float32 = sort_float32;
  table.sort_float64 = sort_float64;
  table.sort_int64 = sort_int64;
  table.to_blocked = to_blocked_reference;
  table.topk_float32 = topk_float32;
  table.topk_float64 = topk_float64;
  table.topk_int64 = topk_int64;
  table.unary = unary_reference;
  table.unary_float64 = unary_float64;
  table.unary_int64 = unary_int64;
  table.where = where_reference;
  table.window_max = window_max;
  table.winograd_conv2d = winograd_conv2d_reference;
  table.winograd_conv2d_weight = winograd_conv2d_weight;
}

}  // namespace convolt
