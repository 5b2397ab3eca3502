/**
 * Stands in for drawing parameters, which takes seconds in a network of 100 million and is tested elsewhere: `vi.mock`
 * puts it in the place of `nn/init.ts` and `tensor/create.ts`. Memory that nobody writes to is never mapped.
 */
import { Tensor } from '../../lib/tensor/tensor.js';

/** The exports of `nn/init.ts`, each of them doing nothing. */
export function withoutDrawing<T extends object>(init: T): T {
  const nothing = (tensor: Tensor) => tensor;
  return Object.fromEntries(Object.keys(init).map((name) => [name, nothing])) as T;
}

/** The exports of `tensor/create.ts`, with `zeros` that are not written. */
export function withoutZeros<T extends object>(create: T): T {
  const zeros = (shape: readonly number[], { dtype = 'float32' as const } = {}) =>
    Tensor.empty({ shape, dtype });
  return { ...create, zeros };
}
