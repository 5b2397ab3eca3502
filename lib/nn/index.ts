import '../tensor/methods.js';

export {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
} from './adaptive-pool.js';
export {
  AvgPool1d,
  type AvgPool1dOptions,
  AvgPool2d,
  type AvgPool2dOptions,
  AvgPool3d,
  type AvgPool3dOptions,
} from './avg-pool.js';
export { BatchNorm1d, BatchNorm2d, BatchNorm3d } from './batch-norm.js';
export { Bilinear } from './bilinear.js';
export {
  Conv1d,
  type Conv1dOptions,
  Conv2d,
  type Conv2dOptions,
  Conv3d,
  type Conv3dOptions,
  type ConvOptions,
} from './conv.js';
export type { PaddingMode } from './conv-nd.js';
export {
  ConvTranspose1d,
  type ConvTranspose1dOptions,
  ConvTranspose2d,
  type ConvTranspose2dOptions,
  ConvTranspose3d,
  type ConvTranspose3dOptions,
  type ConvTransposeOptions,
} from './conv-transpose.js';
export {
  AlphaDropout,
  Dropout,
  Dropout1d,
  Dropout2d,
  Dropout3d,
  type DropoutOptions,
  FeatureAlphaDropout,
} from './dropout.js';
export { CELU, ELU, SELU } from './elu.js';
export { Flatten } from './flatten.js';
export { Fold, Unfold } from './fold.js';
export { GELU, GLU, Hardswish, Mish, SiLU } from './gelu.js';
export {
  GroupNorm,
  type GroupNormOptions,
  LayerNorm,
  type LayerNormOptions,
  LocalResponseNorm,
} from './group-norm.js';
export { Identity } from './identity.js';
export * as init from './init.js';
export { InstanceNorm1d, InstanceNorm2d, InstanceNorm3d, type InstanceNormOptions } from './instance-norm.js';
export { Linear, type LinearOptions } from './linear.js';
export { LogSoftmax } from './log-softmax.js';
export { LPPool1d, LPPool2d } from './lp-pool.js';
export {
  MaxPool1d,
  type MaxPool1dOptions,
  MaxPool2d,
  type MaxPool2dOptions,
  MaxPool3d,
  type MaxPool3dOptions,
} from './max-pool.js';
export { MaxUnpool1d, MaxUnpool2d, MaxUnpool3d, type MaxUnpoolLayerOptions } from './max-unpool.js';
export { type ForwardHook, type ForwardPreHook, type HookHandle, Module } from './module.js';
export { ModuleDict } from './module-dict.js';
export { ModuleList } from './module-list.js';
export type { BatchNormOptions } from './norm-base.js';
export {
  ConstantPad1d,
  ConstantPad2d,
  ConstantPad3d,
  ReflectionPad1d,
  ReflectionPad2d,
  ReflectionPad3d,
  ReplicationPad1d,
  ReplicationPad2d,
  ReplicationPad3d,
  ZeroPad2d,
} from './padding.js';
export { Parameter } from './parameter.js';
export { Hardtanh, LeakyReLU, PReLU, type PReLUOptions, ReLU, ReLU6, Threshold } from './relu.js';
export { Sequential } from './sequential.js';
export { Hardshrink, Softshrink, Tanhshrink } from './shrink.js';
export { ChannelShuffle, PixelShuffle, PixelUnshuffle } from './shuffle.js';
export { skipInit } from './skip-init.js';
export { Softmax, Softmax2d } from './softmax.js';
export { Hardsigmoid, LogSigmoid, Sigmoid, Softplus, Softsign, Tanh } from './softplus.js';
export type { IncompatibleKeys, LoadStateDictOptions, StateDict } from './state-dict.js';
export { Unflatten } from './unflatten.js';
export {
  Upsample,
  type UpsampleOptions,
  UpsamplingBilinear2d,
  UpsamplingNearest2d,
  type UpsamplingOptions,
} from './upsample.js';
