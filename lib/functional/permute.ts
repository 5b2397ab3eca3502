/** Views with the dimensions in another order. */
import { ArgumentError, ShapeError } from '../errors.js';
import { normalizeDim } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';

/**
 * A view with the dimensions in another order: dimension `d` of the result is dimension `dims[d]` of the input.
 *
 * @param input any tensor
 * @param dims every dimension once; negative ones count from the end
 * @example permute(zeros([28, 28, 3]), [2, 0, 1]) // shape [3, 28, 28]
 * @see https://pytorch.org/docs/stable/generated/torch.permute.html
 */
export function permute(input: Tensor, dims: readonly number[]): Tensor {
  checkTensor('permute', 'input', input);
  const rank = input.ndim;
  if (!Array.isArray(dims) || dims.length !== rank)
    throw new ArgumentError('permute', 'dims', `a list of all ${rank} dimensions`, dims);
  const order = dims.map((dim) => normalizeDim('permute', dim, rank, 'dims'));
  if (new Set(order).size !== rank)
    throw new ArgumentError('permute', 'dims', 'a list that names every dimension once', dims);
  return reorder(input, order);
}

/**
 * A view with two dimensions exchanged.
 *
 * @param input any tensor
 * @example transpose(zeros([2, 3]), 0, 1) // shape [3, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.transpose.html
 */
export function transpose(input: Tensor, dim0: number, dim1: number): Tensor {
  checkTensor('transpose', 'input', input);
  const first = normalizeDim('transpose', dim0, input.ndim, 'dim0');
  const second = normalizeDim('transpose', dim1, input.ndim, 'dim1');
  const order = input.shape.map((_, dim) => (dim === first ? second : dim === second ? first : dim));
  return reorder(input, order);
}

/**
 * A view with dimensions moved to other places; the others keep their order.
 *
 * @param input any tensor
 * @param source the dimension to move, or several
 * @param destination where each of them stands in the result
 * @example movedim(zeros([28, 28, 3]), -1, 0) // shape [3, 28, 28]
 * @see https://pytorch.org/docs/stable/generated/torch.movedim.html
 */
export function movedim(
  input: Tensor,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor {
  checkTensor('movedim', 'input', input);
  const from = toDims('source', source, input.ndim);
  const to = toDims('destination', destination, input.ndim);
  if (from.length !== to.length)
    throw new ArgumentError(
      'movedim',
      'destination',
      `a place for each of the ${from.length} of source`,
      destination,
    );
  const rest = input.shape.map((_, dim) => dim).filter((dim) => !from.includes(dim));
  const order = input.shape.map(
    (_, dim) => (to.includes(dim) ? from[to.indexOf(dim)] : rest.shift()) as number,
  );
  return reorder(input, order);
}

/** The transpose of a matrix, as a view; a tensor of fewer dimensions is returned as it is. */
export function t(input: Tensor): Tensor {
  checkTensor('t', 'input', input);
  if (input.ndim > 2) {
    throw new ShapeError(
      't',
      `input must have at most 2 dimensions, received shape [${input.shape.join(', ')}]; see permute()`,
    );
  }
  return reorder(input, input.ndim === 2 ? [1, 0] : [0].slice(0, input.ndim));
}

function toDims(argument: string, value: unknown, rank: number): number[] {
  const dims = (Array.isArray(value) ? value : [value]).map((dim) =>
    normalizeDim('movedim', dim, rank, argument),
  );
  if (new Set(dims).size !== dims.length)
    throw new ArgumentError('movedim', argument, 'a list that names no dimension twice', value);
  return dims;
}

function reorder(input: Tensor, order: readonly number[]): Tensor {
  const shape = order.map((dim) => input.shape[dim] as number);
  const strides = order.map((dim) => input.stride()[dim] as number);
  return input.asView('permute', { dims: order }, shape, strides);
}
