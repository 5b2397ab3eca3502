import '../tensor/methods.js';

export { load } from './load.js';
export type { NamedTensors, OnnxModel } from './model.js';
export type { OnnxValue } from './read-graph.js';
export { type SaveOptions, save } from './save.js';
