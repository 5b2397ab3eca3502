import { ArgumentError, ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import { normalizeDim } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { promoteTypes } from './promotion.js';

/**
 * Tensors one after another along an existing dimension. As in PyTorch, a tensor of shape `[0]` adds nothing, whatever
 * the shapes of the others.
 *
 * @param tensors at least one; of the same shape but for `dim`. Their dtypes are promoted to a common one
 * @param dim negative from the end; default 0
 * @returns `(…, D₁, …), (…, D₂, …), … -> (…, D₁ + D₂ + …, …)`
 * @throws ArgumentError for no tensors and other values; ShapeError for 0-d tensors and shapes that do not fit
 * @example cat([zeros([1, 16, 8, 8]), zeros([1, 32, 8, 8])], 1) // shape [1, 48, 8, 8]
 * @see https://pytorch.org/docs/stable/generated/torch.cat.html
 */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  if (!Array.isArray(tensors) || tensors.length === 0)
    throw new ArgumentError('cat', 'tensors', 'a list of at least one Tensor', tensors);
  for (const [i, tensor] of tensors.entries()) {
    checkTensor('cat', `tensors[${i}]`, tensor);
    if (tensor.ndim === 0)
      throw new ShapeError('cat', `tensors[${i}] must have at least one dimension, received a 0-d tensor`);
  }
  const dtype = tensors.map((tensor) => tensor.dtype).reduce(promoteTypes);
  const parts = tensors.filter((tensor) => `${tensor.shape}` !== '0');
  const first = parts[0] ?? tensors[0];
  const d = normalizeDim('cat', dim, first.ndim);
  for (const part of parts) checkFit(first, part, d);
  const size = parts.reduce((sum, part) => sum + part.shape[d], 0);
  return dispatch('cat', { dim: d }, parts.length === 0 ? [first] : parts, [
    { shape: first.shape.with(d, size), dtype },
  ])[0];
}

function checkFit(first: Tensor, part: Tensor, dim: number): void {
  const fits =
    part.ndim === first.ndim && part.shape.every((size, d) => d === dim || size === first.shape[d]);
  if (fits) return;
  throw new ShapeError(
    'cat',
    `tensors must have the same shape but for dimension ${dim}, received shapes [${first.shape.join(', ')}] and ` +
      `[${part.shape.join(', ')}]`,
  );
}
