import './tensor/methods.js';

export * from './errors.js';
export { convOutputSize } from './functional/conv-output-size.js';
export * as functional from './functional/index.js';
export {
  type BatchDim,
  type Dim,
  Graph,
  type GraphAttributes,
  type Node,
  runGraph,
  type Structure,
  type Traceable,
  type TraceOptions,
  trace,
  type Value,
} from './graph/index.js';
export {
  type LoadOptions,
  load,
  type PathOrBytes,
  type SaveOptions,
  save,
  type TensorDict,
} from './io/index.js';
export * as keras from './keras/index.js';
export * as models from './models/index.js';
export * as nn from './nn/index.js';
export * as onnx from './onnx/index.js';
export {
  attach,
  type Choice,
  type CompileOptions,
  compile,
  Plan,
  type Precision,
  type Profile,
  type ProfileStep,
  type RunOptions,
  type TuneOptions,
} from './plan/index.js';
export * from './random/index.js';
export type { Attributes } from './runtime/addon.js';
export type { TensorSpec } from './runtime/dispatch.js';
export { type Info, info } from './runtime/info.js';
export type { AddonOrigin } from './runtime/load-addon.js';
export { getNumThreads, setNumThreads } from './runtime/threads.js';
export * from './summary.js';
export {
  type CreateOptions,
  full,
  fullLike,
  isTensor,
  type NestedArray,
  ones,
  onesLike,
  type TensorOptions,
  tensor,
  zeros,
  zerosLike,
} from './tensor/create.js';
export { type DType, isDType, type TypedArray } from './tensor/dtype.js';
export type { Integers } from './tensor/methods.js';
export { arange, eye, linspace } from './tensor/sequences.js';
export type { Storage } from './tensor/storage.js';
export { Tensor } from './tensor/tensor.js';
