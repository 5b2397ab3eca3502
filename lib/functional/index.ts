import '../tensor/methods.js';

export {
  alphaDropout,
  type DropoutFunctionOptions,
  dropout,
  dropout1d,
  dropout2d,
  dropout3d,
  featureAlphaDropout,
} from '../random/dropout.js';
export type { InplaceOptions } from './activation.js';
export {
  type AdaptiveMaxPoolOptions,
  type AdaptiveSize1d,
  type AdaptiveSize2d,
  type AdaptiveSize3d,
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
} from './adaptive-pool.js';
export {
  type AlphaOptions,
  add,
  add_,
  type ClampOptions,
  clamp,
  clamp_,
  clampMax,
  clampMax_,
  clampMin,
  clampMin_,
  type DivOptions,
  div,
  div_,
  eq,
  floorDivide,
  floorDivide_,
  ge,
  gt,
  le,
  lt,
  maximum,
  minimum,
  mul,
  mul_,
  ne,
  pow,
  pow_,
  remainder,
  remainder_,
  sub,
  sub_,
} from './arithmetic.js';
export {
  type AvgPool1dOptions,
  type AvgPool2dOptions,
  type AvgPool3dOptions,
  type AvgPoolOptions,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  type DividedPoolOptions,
} from './avg-pool.js';
export { type BatchNormOptions, batchNorm } from './batch-norm.js';
export { bilinear } from './bilinear.js';
export { cat } from './cat.js';
export type { Padding1d, Padding2d, Padding3d, Size1d, Size2d, Size3d } from './check.js';
export {
  type Conv1dOptions,
  type Conv2dOptions,
  type Conv3dOptions,
  type ConvOptions,
  conv1d,
  conv2d,
  conv3d,
} from './conv.js';
export { convOutputSize } from './conv-output-size.js';
export {
  type ConvTranspose1dOptions,
  type ConvTranspose2dOptions,
  type ConvTranspose3dOptions,
  type ConvTransposeOptions,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
} from './conv-transpose.js';
export { clone, contiguous, copy_, detach, fill_, to, zero_ } from './copy.js';
export { cumprod, cumsum } from './cumulative.js';
export { einsum } from './einsum.js';
export {
  abs,
  abs_,
  ceil,
  ceil_,
  cos,
  cos_,
  exp,
  exp_,
  exp2,
  exp2_,
  expm1,
  expm1_,
  floor,
  floor_,
  log,
  log_,
  log1p,
  log1p_,
  log2,
  log2_,
  log10,
  log10_,
  neg,
  neg_,
  reciprocal,
  reciprocal_,
  round,
  round_,
  rsqrt,
  rsqrt_,
  sigmoid,
  sigmoid_,
  sign,
  sign_,
  sin,
  sin_,
  sqrt,
  sqrt_,
  square,
  tanh,
  tanh_,
  trunc,
  trunc_,
} from './elementwise.js';
export { celu, type EluOptions, elu, selu } from './elu.js';
export { type AllCloseOptions, allClose, equal } from './equal.js';
export { amax, amin, argmax, argmin, type Extremum, max, min } from './extremum.js';
export { flip } from './flip.js';
export { type FoldOptions, fold, unfold } from './fold.js';
export { format } from './format.js';
export { gather, scatter, scatter_, takeAlongDim } from './gather.js';
export { type GeluOptions, gelu, glu, hardswish, mish, silu } from './gelu.js';
export { type GroupNormOptions, groupNorm, type InstanceNormOptions, instanceNorm } from './group-norm.js';
export { type Index, index } from './index-by.js';
export { indexSelect, take } from './index-select.js';
export { type InterpolateMode, type InterpolateOptions, interpolate } from './interpolate.js';
export { type LayerNormOptions, layerNorm } from './layer-norm.js';
export { linear } from './linear.js';
export { type LocalResponseNormOptions, localResponseNorm } from './local-response-norm.js';
export { logSoftmax } from './log-softmax.js';
export { isfinite, isinf, isnan, logicalAnd, logicalNot, logicalOr, logicalXor } from './logical.js';
export { logsumexp } from './logsumexp.js';
export {
  type LPPool1dOptions,
  type LPPool2dOptions,
  type LPPoolOptions,
  lpPool1d,
  lpPool2d,
} from './lp-pool.js';
export { matmul } from './matmul.js';
export {
  type MaxPool1dOptions,
  type MaxPool2dOptions,
  type MaxPool3dOptions,
  type MaxPooled,
  type MaxPoolOptions,
  maxPool1d,
  maxPool2d,
  maxPool3d,
} from './max-pool.js';
export {
  type MaxUnpool1dOptions,
  type MaxUnpool2dOptions,
  type MaxUnpool3dOptions,
  type MaxUnpoolOptions,
  maxUnpool1d,
  maxUnpool2d,
  maxUnpool3d,
} from './max-unpool.js';
export { type MomentsOptions, std, stdMean, variance as var, varMean } from './moments.js';
export { nms } from './nms.js';
export { maskedSelect, nonzero } from './nonzero.js';
export { norm, vectorNorm } from './norm.js';
export { oneHot } from './one-hot.js';
export { type PadMode, type PadOptions, pad } from './pad.js';
export { movedim, permute, t, transpose } from './permute.js';
export type { PoolOptions } from './pool.js';
export { type AddProductOptions, addmm, baddbmm, bmm, dot, mm, mv, outer } from './products.js';
export type { Operand } from './promotion.js';
export { all, any, mean, prod, sum } from './reduce.js';
export type { Dims, ReduceOptions } from './reduction.js';
export {
  type HardtanhOptions,
  hardtanh,
  type LeakyReluOptions,
  leakyRelu,
  prelu,
  relu,
  relu_,
  relu6,
  threshold,
} from './relu.js';
export { repeat, tile } from './repeat.js';
export { flatten, reshape, unflatten, view } from './reshape.js';
export { roll } from './roll.js';
export { hardshrink, type ShrinkOptions, softshrink, tanhshrink } from './shrink.js';
export { channelShuffle, pixelShuffle, pixelUnshuffle } from './shuffle.js';
export { narrow, select, slice } from './slice.js';
export { softmax } from './softmax.js';
export { hardsigmoid, logsigmoid, type SoftplusOptions, softplus, softsign } from './softplus.js';
export { argsort, type SortOptions, sort, type TopkOptions, topk } from './sort.js';
export { chunk, split, unbind } from './split.js';
export { expand, squeeze, unsqueeze } from './squeeze.js';
export { stack } from './stack.js';
export { tril, triu } from './triangle.js';
export { type ArrayValue, item, toArray } from './values.js';
export { maskedFill, maskedFill_, where } from './where.js';
