import '../tensor/methods.js';

export { type AdaptiveOutputSize, adaptiveAvgPool2d } from './adaptive-avg-pool2d.js';
export {
  add,
  type ClampOptions,
  clamp,
  div,
  eq,
  ge,
  gt,
  le,
  lt,
  maximum,
  minimum,
  mul,
  ne,
  pow,
  sub,
} from './arithmetic.js';
export { type AvgPool2dOptions, avgPool2d } from './avg-pool2d.js';
export { type BatchNormOptions, batchNorm } from './batch-norm.js';
export { cat } from './cat.js';
export type { Padding2d } from './check.js';
export { convOutputSize } from './conv-output-size.js';
export { type Conv2dOptions, conv2d } from './conv2d.js';
export { clone, contiguous, copy_, detach, fill_, to } from './copy.js';
export { abs, exp, log, neg, sigmoid, sqrt, tanh } from './elementwise.js';
export { type AllCloseOptions, allClose, equal } from './equal.js';
export { argmax, argmin, type Extremum, max, min } from './extremum.js';
export { flip } from './flip.js';
export { format } from './format.js';
export { linear } from './linear.js';
export { logSoftmax } from './log-softmax.js';
export { matmul } from './matmul.js';
export { type MaxPool2dOptions, maxPool2d } from './max-pool2d.js';
export { type PadMode, type PadOptions, pad } from './pad.js';
export { movedim, permute, t, transpose } from './permute.js';
export type { Operand } from './promotion.js';
export { all, any, mean, sum } from './reduce.js';
export type { Dims, ReduceOptions } from './reduction.js';
export { relu } from './relu.js';
export { repeat, tile } from './repeat.js';
export { flatten, reshape, view } from './reshape.js';
export { roll } from './roll.js';
export { channelShuffle, pixelShuffle, pixelUnshuffle } from './shuffle.js';
export { narrow, select, slice } from './slice.js';
export { softmax } from './softmax.js';
export { chunk, split, unbind } from './split.js';
export { expand, squeeze, unsqueeze } from './squeeze.js';
export { stack } from './stack.js';
export { type ArrayValue, item, toArray } from './values.js';
