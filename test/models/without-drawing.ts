/**
 * Stands in for drawing parameters, which takes seconds in a network of 100 million and is tested elsewhere: `vi.mock`
 * puts it in the place of `nn/init.ts` and `tensor/create.ts`. Memory
 * that nobody writes to is never mapped.
 */
import { numelOf } from '../../lib/tensor/shape.js';
import { Tensor } from '../../lib/tensor/tensor.js';

/** The exports of `nn/init.ts`, each of them doing nothing. */
export function withoutDrawing<T extends object>(init: T): T {
  const nothing = (tensor: Tensor) => tensor;
  return Object.fromEntries(Object.keys(init).map((name) => [name, nothing])) as T;
}

/** The exports of `tensor/create.ts`, with large `zeros` that are not written. */
export function withoutZeros<T extends typeof import('../../lib/tensor/create.js')>(create: T): T {
  const zeros: typeof create.zeros = (shape, options = {}) => {
    const spec = { shape, dtype: options.dtype ?? 'float32' };
    return numelOf(shape) > 10_000 ? Tensor.empty(spec) : create.zeros(shape, options);
  };
  return { ...create, zeros };
}
