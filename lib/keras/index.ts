import '../tensor/methods.js';

export type { ActivationName } from './activations.js';
export type { Padding } from './images.js';
export { Input, type InputSpec } from './input.js';
export { type BatchShape, Layer, type LayerOptions } from './layer.js';
export * as layers from './layers/index.js';
export { Model, type ModelOptions } from './model.js';
export { Sequential } from './sequential.js';
