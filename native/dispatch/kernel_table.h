// The kernels of each instruction set. A table starts as the reference kernels and is overlaid level by level, so an op
// without a variant for some level falls back to the next lower one.
#pragma once

#include "core/isa.h"
#include "kernels/activation/activation.h"
#include "kernels/adaptive_avg_pool2d/adaptive_avg_pool2d.h"
#include "kernels/batch_norm/batch_norm.h"
#include "kernels/binary/binary.h"
#include "kernels/blocked_batch_norm/blocked_batch_norm.h"
#include "kernels/blocked_conv2d/blocked_conv2d.h"
#include "kernels/blocked_depthwise_conv2d/blocked_depthwise_conv2d.h"
#include "kernels/blocked_layout/blocked_layout.h"
#include "kernels/blocked_conv2d/blocked_conv2d.h"
#include "kernels/blocked_pool2d/blocked_pool2d.h"
#include "kernels/box_muller/box_muller.h"
#include "kernels/channel_norm/channel_norm.h"
#include "kernels/col2im/col2im.h"
#include "kernels/compare/compare.h"
#include "kernels/conv/conv.h"
#include "kernels/copy/copy.h"
#include "kernels/depthwise_conv2d/depthwise_conv2d.h"
#include "kernels/extremum/extremum.h"
#include "kernels/gather/gather.h"
#include "kernels/gemm/gemm.h"
#include "kernels/linear/linear.h"
#include "kernels/max_unpool/max_unpool.h"
#include "kernels/moments/moments.h"
#include "kernels/nms/nms.h"
#include "kernels/nonzero/nonzero.h"
#include "kernels/pad/pad.h"
#include "kernels/pool2d/pool2d.h"
#include "kernels/random/random.h"
#include "kernels/reduce/reduce.h"
#include "kernels/resample/resample.h"
#include "kernels/row_norm/row_norm.h"
#include "kernels/scan/scan.h"
#include "kernels/select_channels/select_channels.h"
#include "kernels/sequence/sequence.h"
#include "kernels/softmax/softmax.h"
#include "kernels/sort/sort.h"
#include "kernels/stem_conv2d/stem_conv2d.h"
#include "kernels/topk/topk.h"
#include "kernels/unary/unary.h"
#include "kernels/where/where.h"
#include "kernels/window_max/window_max.h"
#include "kernels/winograd_conv2d/winograd_conv2d.h"
#include "kernels/winograd_conv2d_weight/winograd_conv2d_weight.h"

namespace convolt {

struct KernelTable {
  /// Channels that lie side by side in the blocked layout (docs/architecture.md): the floats of one vector.
  int64_t channel_block;
  ActivationKernel<float> activation;
  ActivationKernel<double> activation_float64;
  ActivationKernel<int64_t> activation_int64;
  AdaptiveAvgPool2dKernel adaptive_avg_pool2d;
  BatchNormKernel batch_norm;
  BinaryKernel<float> binary;
  BinaryKernel<double> binary_float64;
  BinaryKernel<int64_t> binary_int64;
  BlockedBatchNormKernel blocked_batch_norm;
  BlockedConv2dKernel blocked_conv2d;
  BlockedConv2dWeightKernel blocked_conv2d_weight;
  BlockedPool2dKernel blocked_pool2d;
  BlockedDepthwiseConv2dKernel blocked_depthwise_conv2d;
  BoxMullerKernel box_muller;
  ChannelNormKernel channel_norm;
  CompareKernel<uint8_t> compare_bool;
  Col2imKernel col2im;
  CompareKernel<float> compare_float32;
  CompareKernel<double> compare_float64;
  CompareKernel<int64_t> compare_int64;
  ConvKernel conv;
  CopyKernel copy;
  DepthwiseConv2dKernel depthwise_conv2d;
  ExtremumKernel<float> extremum_float32;
  ExtremumKernel<double> extremum_float64;
  ExtremumKernel<int64_t> extremum_int64;
  FromBlockedKernel from_blocked;
  GatherKernel gather;
  GatherBlocksKernel gather_blocks;
  GemmKernel gemm;
  LinearKernel linear;
  MaxUnpoolKernel max_unpool;
  MomentsKernel<float> moments_float32;
  MomentsKernel<double> moments_float64;
  NmsKernel nms;
  NonzeroKernel nonzero;
  PadKernel pad;
  Pool2dKernel pool2d;
  RandomIntegersKernel random_integers;
  RandomNormalKernel random_normal;
  RandomPermutationKernel random_permutation;
  RandomSeedKernel random_seed;
  RandomTruncatedNormalKernel random_truncated_normal;
  RandomUniformKernel<float> random_uniform_float32;
  RandomUniformKernel<double> random_uniform_float64;
  ReduceKernel<uint8_t> reduce_bool;
  ReduceKernel<float> reduce_float32;
  ReduceKernel<double> reduce_float64;
  ReduceKernel<int64_t> reduce_int64;
  ResampleKernel resample;
  RowNormKernel row_norm;
  ScanKernel<float> scan_float32;
  ScanKernel<double> scan_float64;
  ScanKernel<int64_t> scan_int64;
  ScatterKernel scatter;
  SelectChannelsKernel select_channels;
  SequenceKernel<float> sequence_float32;
  SequenceKernel<double> sequence_float64;
  SequenceKernel<int64_t> sequence_int64;
  SoftmaxKernel softmax;
  SortKernel<float> sort_float32;
  SortKernel<double> sort_float64;
  SortKernel<int64_t> sort_int64;
  ToBlockedKernel to_blocked;
  StemConv2dKernel stem_conv2d;
  StemConv2dWeightKernel stem_conv2d_weight;
  TopkKernel<float> topk_float32;
  TopkKernel<double> topk_float64;
  TopkKernel<int64_t> topk_int64;
  UnaryKernel<float> unary;
  UnaryKernel<double> unary_float64;
  UnaryKernel<int64_t> unary_int64;
  WhereKernel where;
  WindowMaxKernel window_max;
  WinogradConv2dKernel winograd_conv2d;
  WinogradConv2dWeightKernel winograd_conv2d_weight;
};

/// The table of one level, which this CPU must support (the reference table is the oracle of the kernel tests).
const KernelTable& kernel_table(Isa isa);

/// The table of active_isa().
const KernelTable& kernels();

// One overlay a level, each in its own file.
void overlay_reference(KernelTable& table);
void overlay_scalar(KernelTable& table);
void overlay_sse2(KernelTable& table);
void overlay_avx2(KernelTable& table);
void overlay_avx512(KernelTable& table);
void overlay_neon(KernelTable& table);

}  // namespace convolt
