/** Largest and smallest elements and where they stand. */
import { ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { to } from './copy.js';
import { computeType } from './promotion.js';
import { type Dims, planReduction, type ReduceOptions } from './reduction.js';

/** What {@link max} over a dimension returns. */
export interface Extremum {
  /** The elements, in the input's dtype. */
  values: Tensor;
  /** Where along the dimension each stands first, as int64. */
  indices: Tensor;
}

/** The largest element of all. NaN counts as the largest. */
export function max(input: Tensor): Tensor;
/**
 * The largest elements along a dimension and their indices. NaN counts as the largest; of equal ones the first is taken.
 *
 * @param input a tensor with at least one element in each group
 * @param dim the dimension to search along
 * @throws ShapeError when there is nothing to choose from
 * @example max(tensor([[1, 3], [4, 2]]), 1) // { values: [3, 4], indices: [1, 0] }
 * @see https://pytorch.org/docs/stable/generated/torch.max.html
 */
export function max(input: Tensor, dim: number, options?: ReduceOptions): Extremum;
export function max(input: Tensor, dim?: number, options: ReduceOptions = {}): Tensor | Extremum {
  const found = extremum('max', 'max', input, dim, options);
  return dim === undefined ? found.values : found;
}

/** The smallest, as {@link max}; NaN counts as the smallest. */
export function min(input: Tensor): Tensor;
export function min(input: Tensor, dim: number, options?: ReduceOptions): Extremum;
export function min(input: Tensor, dim?: number, options: ReduceOptions = {}): Tensor | Extremum {
  const found = extremum('min', 'min', input, dim, options);
  return dim === undefined ? found.values : found;
}

/**
 * The index of the largest element along a dimension, or (without one) in the flattened tensor.
 *
 * @returns int64; the first index where several are largest, or where NaN stands
 * @throws ShapeError when there is nothing to choose from
 * @example argmax(logits, 1) // the class of each image
 * @see https://pytorch.org/docs/stable/generated/torch.argmax.html
 */
export function argmax(input: Tensor, dim?: number, options: ReduceOptions = {}): Tensor {
  return extremum('argmax', 'max', input, dim, options).indices;
}

/** The index of the smallest element, as {@link argmax}. */
export function argmin(input: Tensor, dim?: number, options: ReduceOptions = {}): Tensor {
  return extremum('argmin', 'min', input, dim, options).indices;
}

/**
 * The largest elements over one dimension, several, or all; NaN counts as the largest.
 *
 * @param input any tensor
 * @param dim what to search; default: everything
 * @throws ShapeError when there is nothing to choose from
 * @example amax(features, [2, 3]) // (N, C, H, W) -> (N, C)
 * @see https://pytorch.org/docs/stable/generated/torch.amax.html
 */
export function amax(input: Tensor, dim?: Dims, options: ReduceOptions = {}): Tensor {
  return extremum('amax', 'max', input, dim, options).values;
}

/** The smallest elements, as {@link amax}; NaN counts as the smallest. */
export function amin(input: Tensor, dim?: Dims, options: ReduceOptions = {}): Tensor {
  return extremum('amin', 'min', input, dim, options).values;
}

function extremum(where: string, op: string, input: Tensor, dim: Dims, options: ReduceOptions): Extremum {
  checkTensor(where, 'input', input);
  const operand = to(input, computeType(input.dtype));
  const { source, dims, shape } = planReduction(where, operand, dim, options);
  if (dims.some((d) => source.shape[d] === 0))
    throw new ShapeError(where, `nothing to choose from in shape [${input.shape.join(', ')}]`);
  const [values, indices] = dispatch(
    op,
    { dims },
    [source],
    [
      { shape, dtype: source.dtype },
      { shape, dtype: 'int64' },
    ],
  );
  return { values: to(values, input.dtype), indices };
}
