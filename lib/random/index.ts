export { bernoulli_, normal_, uniform_ } from './distributions.js';
export type { RandomOptions } from './draw.js';
export { Generator, getRngState, initialSeed, manualSeed, seed, setRngState } from './generator.js';
export {
  type RandintOptions,
  type RandOptions,
  rand,
  randint,
  randLike,
  randn,
  randnLike,
  randperm,
} from './tensors.js';
