export * from './errors.js';
export * as functional from './functional/index.js';
export { type LoadOptions, load } from './io/index.js';
export { type Info, info } from './runtime/info.js';
export { getNumThreads, setNumThreads } from './runtime/threads.js';
export { Tensor } from './tensor/tensor.js';
