import '../tensor/methods.js';

export { type LoadOptions, load } from './load.js';
export { type SaveOptions, save, type TensorDict } from './save.js';
export type { PathOrBytes } from './source.js';
