/** Slices and elements by a list of indices. */
import { ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import { normalizeDim } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { to } from './copy.js';
import { checkIndexType, checkIndices } from './indices.js';
import { reshape } from './reshape.js';

/**
 * The slices of a dimension that a list of indices names, in its order.
 *
 * @param input any tensor
 * @param index int64 or int32, of one dimension (or none, for one slice); negative ones are refused, as in PyTorch
 * @returns `(…, D, …), (n) -> (…, n, …)`
 * @throws ArgumentError for an index out of range; DTypeError for other dtypes; ShapeError for more dimensions
 * @example indexSelect(x, 1, tensor([2n, 0n])) // channels 2 and 0
 * @see https://pytorch.org/docs/stable/generated/torch.index_select.html
 */
export function indexSelect(input: Tensor, dim: number, index: Tensor): Tensor {
  checkTensor('indexSelect', 'input', input);
  const d = normalizeDim('indexSelect', dim, input.ndim);
  checkIndexType('indexSelect', index, ['int64', 'int32']);
  if (index.ndim > 1 || (input.ndim === 0 && index.numel() !== 1)) {
    throw new ShapeError(
      'indexSelect',
      `index must have one dimension${input.ndim === 0 ? ' and, as input is 0-d, one element' : ''}, received shape ` +
        `[${index.shape.join(', ')}]`,
    );
  }
  checkIndices('indexSelect', index, input.shape[d] ?? 1, 0, `dimension ${d}`);
  const source = input.ndim === 0 ? reshape(input, [1]) : input;
  return reshape(
    selectAll(source, d, to(reshape(index, [-1]), 'int64')),
    input.ndim === 0 ? [] : [...input.shape.slice(0, d), index.numel(), ...input.shape.slice(d + 1)],
  );
}

/**
 * The elements of the flattened tensor that the indices name.
 *
 * @param input any tensor
 * @param index int64 of any shape; negative from the end
 * @returns the shape of `index`
 * @throws ArgumentError for an index out of range; DTypeError for other dtypes
 * @example take(tensor([[1, 2], [3, 4]]), tensor([3n, 0n])) // [4, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.take.html
 */
export function take(input: Tensor, index: Tensor): Tensor {
  checkTensor('take', 'input', input);
  checkIndexType('take', index);
  const size = input.numel();
  checkIndices('take', index, size, -size, 'the flattened input');
  return reshape(selectAll(reshape(input, [size]), 0, reshape(index, [index.numel()])), index.shape);
}

/** @internal The op itself, on indices that were checked. */
export function selectAll(input: Tensor, dim: number, index: Tensor): Tensor {
  const shape = input.shape.with(dim, index.numel());
  return dispatch('indexSelect', { dim }, [input, index], [{ shape, dtype: input.dtype }])[0];
}
