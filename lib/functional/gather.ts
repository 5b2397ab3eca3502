/** Elements picked from, or put into, a dimension by a tensor of indices. */
import { ArgumentError, DTypeError, ShapeError } from '../errors.js';
import { dispatch, dispatchInPlace } from '../runtime/dispatch.js';
import { checkScalar, full } from '../tensor/create.js';
import { broadcastShapes, normalizeDim } from '../tensor/shape.js';
import { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { checkWritable, clone } from './copy.js';
import { checkIndexType, checkIndices } from './indices.js';
import { reshape } from './reshape.js';
import { expand, unsqueeze } from './squeeze.js';

/**
 * The elements of a dimension that the indices name, each in its own line.
 *
 * `y[i, j] = x[index[i, j], j]` for dimension 0, `y[i, j] = x[i, index[i, j]]` for dimension 1
 *
 * @param input any tensor
 * @param dim the dimension that indices point into
 * @param index int64, of as many dimensions, in the others no larger than the input
 * @returns the shape of `index`, the dtype of `input`
 * @throws ArgumentError for an index out of range (below 0 included); DTypeError for other indices than int64; ShapeError
 * for shapes that do not fit
 * @example gather(logits, 1, unsqueeze(labels, 1)) // (N, C), (N, 1) -> (N, 1)
 * @see https://pytorch.org/docs/stable/generated/torch.gather.html
 */
export function gather(input: Tensor, dim: number, index: Tensor): Tensor {
  checkTensor('gather', 'input', input);
  const d = normalizeDim('gather', dim, input.ndim);
  checkIndexType('gather', index);
  const x = atLeast1d(input);
  checkIndex('gather', x, d, atLeast1d(index), input, index);
  return reshape(gathered(x, d, atLeast1d(index)), index.shape);
}

/**
 * {@link gather} with an index whose other dimensions broadcast with the input's; without `dim`, both are taken flat.
 *
 * @example takeAlongDim(x, argsort(x, 1), 1) // as sort(x, 1).values
 * @see https://pytorch.org/docs/stable/generated/torch.take_along_dim.html
 */
export function takeAlongDim(input: Tensor, index: Tensor, dim?: number): Tensor {
  checkTensor('takeAlongDim', 'input', input);
  checkIndexType('takeAlongDim', index);
  if (dim === undefined) return takeAlongDim(reshape(input, [-1]), reshape(index, [-1]), 0);
  const d = normalizeDim('takeAlongDim', dim, input.ndim);
  if (input.ndim !== index.ndim || input.ndim === 0) throw rankMismatch('takeAlongDim', input, index);
  checkIndices('takeAlongDim', index, input.shape[d] as number, 0, `dimension ${d}`);
  const shape = broadcastShapes('takeAlongDim', input.shape.with(d, 1), index.shape.with(d, 1));
  const x = expand(input, shape.with(d, input.shape[d] as number));
  return gathered(x, d, expand(index, shape.with(d, index.shape[d] as number)));
}

/**
 * Puts elements where the indices say, each in its own line of the dimension, over `input`. Of several for one place the
 * last stays.
 *
 * `x[index[i, j], j] = source[i, j]` for dimension 0
 *
 * @param index int64, of as many dimensions as the input, in the others than `dim` no larger
 * @param source a tensor of the input's dtype, in no dimension smaller than `index`; or a number for every place
 * @returns `input`
 * @throws ArgumentError for an index out of range; DTypeError for other dtypes; ShapeError for shapes that do not fit
 * @example scatter_(zeros([2, 10]), 1, unsqueeze(labels, 1), 1) // one-hot rows
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_.html
 */
export function scatter_(input: Tensor, dim: number, index: Tensor, source: Tensor | number): Tensor {
  checkWritable('scatter_', input);
  return scattered('scatter_', input, dim, index, source, (target) => target);
}

/** {@link scatter_} into a copy. @see https://pytorch.org/docs/stable/generated/torch.scatter.html */
export function scatter(input: Tensor, dim: number, index: Tensor, source: Tensor | number): Tensor {
  checkTensor('scatter', 'input', input);
  return scattered('scatter', input, dim, index, source, clone);
}

function scattered(
  where: string,
  input: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor | number,
  into: (input: Tensor) => Tensor,
): Tensor {
  const d = normalizeDim(where, dim, input.ndim);
  checkIndexType(where, index);
  const places = atLeast1d(index);
  checkIndex(where, atLeast1d(input), d, places, input, index);
  const values = checkSource(where, input, index, source);
  // Into the target while it is read: elements would be read after they were written.
  const apart = (operand: Tensor) => (operand.storage === input.storage ? clone(operand) : operand);
  const target = into(input);
  dispatchInPlace('scatter', { dim: d }, [apart(places), apart(values)], atLeast1d(target));
  return target;
}

function checkSource(where: string, input: Tensor, index: Tensor, source: Tensor | number): Tensor {
  const places = atLeast1d(index);
  if (!(source instanceof Tensor)) {
    if (typeof source !== 'number') throw new ArgumentError(where, 'source', 'a Tensor or a number', source);
    checkScalar(where, 'source', source, input.dtype);
    return expand(full([], source, { dtype: input.dtype }), places.shape);
  }
  if (source.dtype !== input.dtype)
    throw new DTypeError(where, 'source', `${input.dtype}, as the input is`, source.dtype);
  const values = atLeast1d(source);
  if (values.ndim !== places.ndim || places.shape.some((size, d) => size > (values.shape[d] as number))) {
    throw new ShapeError(
      where,
      `index of shape [${index.shape.join(', ')}] must in no dimension exceed source of shape [${source.shape.join(', ')}]`,
    );
  }
  return values;
}

function gathered(x: Tensor, dim: number, index: Tensor): Tensor {
  return dispatch('gather', { dim }, [x, index], [{ shape: index.shape, dtype: x.dtype }])[0];
}

/** Checks range and shape; `input` and `index` are what the caller gave, for messages. */
function checkIndex(where: string, x: Tensor, d: number, places: Tensor, input: Tensor, index: Tensor): void {
  if (x.ndim !== places.ndim) throw rankMismatch(where, input, index);
  if (places.numel() > 0 && places.shape.some((size, i) => i !== d && size > (x.shape[i] as number))) {
    throw new ShapeError(
      where,
      `index of shape [${index.shape.join(', ')}] must not exceed input of shape [${input.shape.join(', ')}] but for ` +
        `dimension ${d}`,
    );
  }
  checkIndices(where, index, x.shape[d] as number, 0, `dimension ${d}`);
}

function rankMismatch(where: string, input: Tensor, index: Tensor): ShapeError {
  return new ShapeError(
    where,
    `index must have as many dimensions as input, received index of shape [${index.shape.join(', ')}] and input of ` +
      `shape [${input.shape.join(', ')}]`,
  );
}

function atLeast1d(input: Tensor): Tensor {
  return input.ndim === 0 ? unsqueeze(input, 0) : input;
}
