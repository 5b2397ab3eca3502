import { ArgumentError, ShapeError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { cat } from './cat.js';
import { checkTensor } from './check.js';
import { unsqueeze } from './squeeze.js';

/**
 * Tensors of one shape side by side along a new dimension.
 *
 * @param tensors at least one; their dtypes are promoted to a common one
 * @param dim where the new dimension stands; -1 appends it; default 0
 * @returns `n tensors (a, b, …) -> (n, a, b, …)`
 * @throws ArgumentError for no tensors and other values; ShapeError for shapes that differ
 * @example stack([zeros([3, 8]), zeros([3, 8])]) // shape [2, 3, 8]
 * @see https://pytorch.org/docs/stable/generated/torch.stack.html
 */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  if (!Array.isArray(tensors) || tensors.length === 0)
    throw new ArgumentError('stack', 'tensors', 'a list of at least one Tensor', tensors);
  for (const [i, tensor] of tensors.entries()) checkTensor('stack', `tensors[${i}]`, tensor);
  const first = tensors[0] as Tensor;
  const other = tensors.find((tensor) => `${tensor.shape}` !== `${first.shape}`);
  if (other !== undefined) {
    throw new ShapeError(
      'stack',
      `tensors must all have the same shape, received shapes [${first.shape.join(', ')}] and [${other.shape.join(', ')}]`,
    );
  }
  return cat(
    tensors.map((tensor) => unsqueeze(tensor, dim)),
    dim,
  );
}
