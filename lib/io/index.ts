export { type LoadOptions, load } from './load.js';
export type { PathOrBytes } from './source.js';
