import { ArgumentError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import { normalizeDim } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';

/**
 * The elements in reverse order along dimensions: what Python writes `x[::-1]` for lists.
 *
 * @param input any tensor
 * @param dims one dimension or several, none twice
 * @returns a new tensor of the same shape; unlike a slice it is a copy, as in PyTorch
 * @example flip(images, -1) // mirrored left to right
 * @see https://pytorch.org/docs/stable/generated/torch.flip.html
 */
export function flip(input: Tensor, dims: number | readonly number[]): Tensor {
  checkTensor('flip', 'input', input);
  const list = (Array.isArray(dims) ? dims : [dims]).map((dim) =>
    normalizeDim('flip', dim, input.ndim, 'dims'),
  );
  if (new Set(list).size !== list.length)
    throw new ArgumentError('flip', 'dims', 'a list that names no dimension twice', dims);
  const { shape, dtype } = input;
  return dispatch('flip', { dims: input.ndim === 0 ? [] : list }, [input], [{ shape, dtype }])[0];
}
