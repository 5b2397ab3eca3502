export * from './errors.js';
export * as functional from './functional/index.js';
export { Tensor } from './tensor/tensor.js';
