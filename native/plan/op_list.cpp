#include "plan/ops.h"

namespace convolt {
namespace {

// Members of families as OpEntry wants them.

template <ActivationFunction function>
std::unique_ptr<Op> activation(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs) {
  return prepare_activation(function, attributes, inputs, outputs);
}

template <BinaryFunction function>
std::unique_ptr<Op> binary(const Attributes&, const TensorViews& inputs, const TensorViews& outputs) {
  return prepare_binary(function, inputs, outputs);
}

template <CompareFunction function>
std::unique_ptr<Op> compare(const Attributes&, const TensorViews& inputs, const TensorViews& outputs) {
  return prepare_compare(function, inputs, outputs);
}

template <int kDims>
std::unique_ptr<Op> conv(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs) {
  return prepare_conv(kDims, attributes, inputs, outputs);
}

template <int kDims>
std::unique_ptr<Op> conv_transpose(const Attributes& attributes, const TensorViews& inputs,
                                   const TensorViews& outputs) {
  return prepare_conv_transpose(kDims, attributes, inputs, outputs);
}

template <ExtremumFunction function>
std::unique_ptr<Op> extremum(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs) {
  return prepare_extremum(function, attributes, inputs, outputs);
}

template <ReduceFunction function>
std::unique_ptr<Op> reduce(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs) {
  return prepare_reduce(function, attributes, inputs, outputs);
}

template <ScanFunction function>
std::unique_ptr<Op> scan(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs) {
  return prepare_scan(function, attributes, inputs, outputs);
}

template <UnaryFunction function>
std::unique_ptr<Op> unary(const Attributes&, const TensorViews& inputs, const TensorViews& outputs) {
  return prepare_unary(function, inputs, outputs);
}

}  // namespace

const std::vector<OpEntry>& op_list() {
  static const auto* list = new std::vector<OpEntry>{
      {"abs", Layout::kSamples, unary<UnaryFunction::kAbs>},
      {"adaptiveAvgPool2d", Layout::kSamples, prepare_adaptive_avg_pool2d},
      {"adaptiveMaxPool", Layout::kContiguous, prepare_adaptive_max_pool},
      {"add", Layout::kStrided, binary<BinaryFunction::kAdd>},
      {"all", Layout::kContiguous, reduce<ReduceFunction::kAll>},
      {"any", Layout::kContiguous, reduce<ReduceFunction::kAny>},
      {"avgPool2d", Layout::kSamples, prepare_avg_pool2d},
      {"batchNorm", Layout::kSamples, prepare_batch_norm},
      {"blockedBatchNorm", Layout::kSamples, prepare_blocked_batch_norm},
      {"blockedChannelNorm", Layout::kSamples, prepare_blocked_channel_norm},
      {"blockedConv2d", Layout::kSamples, prepare_blocked_conv2d},
      {"blockedConv2dWeight", Layout::kContiguous, prepare_blocked_conv2d_weight},
      {"blockedAvgPool2d", Layout::kSamples, prepare_blocked_avg_pool2d},
      {"blockedMaxPool2d", Layout::kSamples, prepare_blocked_max_pool2d},
      {"blockedDepthwiseConv2d", Layout::kSamples, prepare_blocked_depthwise_conv2d},
      {"blockedDepthwiseConv2dWeight", Layout::kContiguous, prepare_blocked_depthwise_conv2d_weight},
      {"cat", Layout::kStrided, prepare_cat},
      {"ceil", Layout::kSamples, unary<UnaryFunction::kCeil>},
      {"channelNorm", Layout::kSamples, prepare_channel_norm},
      {"conv1d", Layout::kContiguous, conv<1>},
      {"conv2d", Layout::kSamples, conv<2>},
      {"conv3d", Layout::kContiguous, conv<3>},
      {"convTranspose1d", Layout::kContiguous, conv_transpose<1>},
      {"convTranspose2d", Layout::kContiguous, conv_transpose<2>},
      {"convTranspose3d", Layout::kContiguous, conv_transpose<3>},
      {"copy", Layout::kStrided, prepare_copy},
      {"cos", Layout::kSamples, unary<UnaryFunction::kCos>},
      {"cumprod", Layout::kContiguous, scan<ScanFunction::kProd>},
      {"cumsum", Layout::kContiguous, scan<ScanFunction::kSum>},
      {"div", Layout::kStrided, binary<BinaryFunction::kDiv>},
      {"elu", Layout::kSamples, activation<ActivationFunction::kElu>},
      {"eq", Layout::kStrided, compare<CompareFunction::kEq>},
      {"exp", Layout::kSamples, unary<UnaryFunction::kExp>},
      {"exp2", Layout::kSamples, unary<UnaryFunction::kExp2>},
      {"expm1", Layout::kSamples, unary<UnaryFunction::kExpm1>},
      {"fill", Layout::kStrided, prepare_fill},
      {"flip", Layout::kStrided, prepare_flip},
      {"fold", Layout::kContiguous, prepare_fold},
      {"floor", Layout::kSamples, unary<UnaryFunction::kFloor>},
      {"floorDivide", Layout::kStrided, binary<BinaryFunction::kFloorDivide>},
      {"fromBlocked", Layout::kSamples, prepare_from_blocked},
      {"gather", Layout::kStrided, prepare_gather},
      {"ge", Layout::kStrided, compare<CompareFunction::kGe>},
      {"gelu", Layout::kSamples, activation<ActivationFunction::kGelu>},
      {"geluTanh", Layout::kSamples, activation<ActivationFunction::kGeluTanh>},
      {"gt", Layout::kStrided, compare<CompareFunction::kGt>},
      {"hardshrink", Layout::kSamples, activation<ActivationFunction::kHardshrink>},
      {"hardsigmoid", Layout::kSamples, activation<ActivationFunction::kHardsigmoid>},
      {"hardswish", Layout::kSamples, activation<ActivationFunction::kHardswish>},
      {"hardtanh", Layout::kSamples, activation<ActivationFunction::kHardtanh>},
      {"indexSelect", Layout::kContiguous, prepare_index_select},
      {"l1", Layout::kContiguous, reduce<ReduceFunction::kL1>},
      {"l2", Layout::kContiguous, reduce<ReduceFunction::kL2>},
      {"le", Layout::kStrided, compare<CompareFunction::kLe>},
      {"leakyRelu", Layout::kSamples, activation<ActivationFunction::kLeakyRelu>},
      {"linear", Layout::kContiguous, prepare_linear},
      {"log", Layout::kSamples, unary<UnaryFunction::kLog>},
      {"log10", Layout::kSamples, unary<UnaryFunction::kLog10>},
      {"log1p", Layout::kSamples, unary<UnaryFunction::kLog1p>},
      {"log2", Layout::kSamples, unary<UnaryFunction::kLog2>},
      {"logSoftmax", Layout::kContiguous, prepare_log_softmax},
      {"logicalAnd", Layout::kStrided, compare<CompareFunction::kAnd>},
      {"logicalOr", Layout::kStrided, compare<CompareFunction::kOr>},
      {"logicalXor", Layout::kStrided, compare<CompareFunction::kXor>},
      {"logsigmoid", Layout::kSamples, activation<ActivationFunction::kLogsigmoid>},
      {"lt", Layout::kStrided, compare<CompareFunction::kLt>},
      {"matmul", Layout::kStrided, prepare_matmul},
      {"max", Layout::kContiguous, extremum<ExtremumFunction::kMax>},
      {"maxPool2d", Layout::kSamples, prepare_max_pool2d},
      {"maxPoolIndices", Layout::kContiguous, prepare_max_pool_indices},
      {"maxUnpool", Layout::kContiguous, prepare_max_unpool},
      {"maximum", Layout::kStrided, binary<BinaryFunction::kMaximum>},
      {"mean", Layout::kContiguous, reduce<ReduceFunction::kMean>},
      {"min", Layout::kContiguous, extremum<ExtremumFunction::kMin>},
      {"minimum", Layout::kStrided, binary<BinaryFunction::kMinimum>},
      {"mish", Layout::kSamples, activation<ActivationFunction::kMish>},
      {"moments", Layout::kContiguous, prepare_moments},
      {"mul", Layout::kStrided, binary<BinaryFunction::kMul>},
      {"ne", Layout::kStrided, compare<CompareFunction::kNe>},
      {"neg", Layout::kSamples, unary<UnaryFunction::kNeg>},
      {"nms", Layout::kContiguous, prepare_nms},
      {"nonzero", Layout::kContiguous, prepare_nonzero},
      {"normal", Layout::kContiguous, prepare_normal},
      {"pad", Layout::kContiguous, prepare_pad},
      {"pow", Layout::kStrided, binary<BinaryFunction::kPow>},
      {"prelu", Layout::kContiguous, prepare_prelu},
      {"prod", Layout::kContiguous, reduce<ReduceFunction::kProd>},
      {"randomIntegers", Layout::kContiguous, prepare_random_integers},
      {"randomPermutation", Layout::kContiguous, prepare_random_permutation},
      {"reciprocal", Layout::kSamples, unary<UnaryFunction::kReciprocal>},
      {"relu", Layout::kSamples, activation<ActivationFunction::kRelu>},
      {"remainder", Layout::kStrided, binary<BinaryFunction::kRemainder>},
      {"resample", Layout::kContiguous, prepare_resample},
      {"round", Layout::kSamples, unary<UnaryFunction::kRound>},
      {"rowNorm", Layout::kContiguous, prepare_row_norm},
      {"rsqrt", Layout::kSamples, unary<UnaryFunction::kRsqrt>},
      {"scatter", Layout::kStrided, prepare_scatter},
      {"seedGenerator", Layout::kContiguous, prepare_seed_generator},
      {"selectChannels", Layout::kSamples, prepare_select_channels},
      {"selu", Layout::kSamples, activation<ActivationFunction::kSelu>},
      {"sequence", Layout::kContiguous, prepare_sequence},
      {"sigmoid", Layout::kSamples, activation<ActivationFunction::kSigmoid>},
      {"sign", Layout::kSamples, unary<UnaryFunction::kSign>},
      {"silu", Layout::kSamples, activation<ActivationFunction::kSilu>},
      {"sin", Layout::kSamples, unary<UnaryFunction::kSin>},
      {"softmax", Layout::kContiguous, prepare_softmax},
      {"softplus", Layout::kSamples, activation<ActivationFunction::kSoftplus>},
      {"softshrink", Layout::kSamples, activation<ActivationFunction::kSoftshrink>},
      {"softsign", Layout::kSamples, activation<ActivationFunction::kSoftsign>},
      {"sort", Layout::kContiguous, prepare_sort},
      {"sqrt", Layout::kSamples, unary<UnaryFunction::kSqrt>},
      {"stemConv2d", Layout::kSamples, prepare_stem_conv2d},
      {"stemConv2dWeight", Layout::kContiguous, prepare_stem_conv2d_weight},
      {"sub", Layout::kStrided, binary<BinaryFunction::kSub>},
      {"sum", Layout::kContiguous, reduce<ReduceFunction::kSum>},
      {"tanh", Layout::kSamples, activation<ActivationFunction::kTanh>},
      {"threshold", Layout::kSamples, activation<ActivationFunction::kThreshold>},
      {"toBlocked", Layout::kSamples, prepare_to_blocked},
      {"topk", Layout::kContiguous, prepare_topk},
      {"trunc", Layout::kSamples, unary<UnaryFunction::kTrunc>},
      {"truncDivide", Layout::kStrided, binary<BinaryFunction::kTruncDivide>},
      {"truncatedNormal", Layout::kContiguous, prepare_truncated_normal},
      {"uniform", Layout::kContiguous, prepare_uniform},
      {"where", Layout::kStrided, prepare_where},
      {"winogradConv2d", Layout::kSamples, prepare_winograd_conv2d},
      {"winogradConv2dWeight", Layout::kContiguous, prepare_winograd_conv2d_weight},
  };
  return *list;
}

}  // namespace convolt
