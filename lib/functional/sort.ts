/** Elements in order. */
import { ArgumentError, DTypeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import { normalizeDim } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkBoolean, checkOptions, checkTensor } from './check.js';
import { to } from './copy.js';
import type { Extremum } from './extremum.js';
import { computeType } from './promotion.js';
import { reshape } from './reshape.js';

/** What {@link sort} takes. */
export interface SortOptions {
  /** Whether the largest comes first. Default false. */
  descending?: boolean;
  /** Whether equal elements keep their order: they always do. */
  stable?: boolean;
}

/** What {@link topk} takes. */
export interface TopkOptions {
  /** Whether the largest are taken, or the smallest. Default true. */
  largest?: boolean;
  /** Whether they come in order: they always do. */
  sorted?: boolean;
}

/**
 * The elements of a dimension in order, and where they stood. Equal elements keep their order; NaN is the largest.
 *
 * @param input any tensor
 * @param dim the dimension to sort along; default the last
 * @returns values in the input's dtype and int64 indices, both of the input's shape
 * @throws ArgumentError for a dimension that is not there
 * @example sort(tensor([3, 1, 2])) // { values: [1, 2, 3], indices: [1, 2, 0] }
 * @see https://pytorch.org/docs/stable/generated/torch.sort.html
 */
export function sort(input: Tensor, dim = -1, options: SortOptions = {}): Extremum {
  return sorted('sort', input, dim, options);
}

/** The indices that would sort a dimension, as {@link sort}. @see https://pytorch.org/docs/stable/generated/torch.argsort.html */
export function argsort(input: Tensor, dim = -1, options: SortOptions = {}): Tensor {
  return sorted('argsort', input, dim, options).indices;
}

/**
 * The `k` largest elements of a dimension in order, and where they stood. Of equal elements the first are taken; NaN is the
 * largest.
 *
 * @param input any tensor but bool
 * @param k from 0 to the size of the dimension
 * @param dim default the last
 * @returns values in the input's dtype and int64 indices: `(…, D, …) -> (…, k, …)`
 * @throws ArgumentError for a k out of range; DTypeError for bool
 * @example topk(logits, 5).indices // the five likeliest classes
 * @see https://pytorch.org/docs/stable/generated/torch.topk.html
 */
export function topk(input: Tensor, k: number, dim = -1, options: TopkOptions = {}): Extremum {
  checkTensor('topk', 'input', input);
  if (input.dtype === 'bool') throw new DTypeError('topk', 'input', 'numbers (see to())', 'bool');
  const d = normalizeDim('topk', dim, input.ndim);
  checkOptions('topk', options, ['largest', 'sorted']);
  const { largest = true, sorted = true } = options;
  checkBoolean('topk', 'largest', largest);
  checkBoolean('topk', 'sorted', sorted);
  const size = input.shape[d] ?? 1;
  if (!Number.isInteger(k) || k < 0 || k > size) {
    const expected = `an integer from 0 to ${size}, the size of dimension ${d}`;
    throw new ArgumentError('topk', 'k', expected, k);
  }
  const shape = input.ndim === 0 && k === 1 ? [] : input.ndim === 0 ? [0] : input.shape.with(d, k);
  return ordered('topk', { dim: d, k, largest }, input, shape);
}

function sorted(where: string, input: Tensor, dim: number, options: SortOptions): Extremum {
  checkTensor(where, 'input', input);
  const d = normalizeDim(where, dim, input.ndim);
  checkOptions(where, options, ['descending', 'stable']);
  const { descending = false, stable = true } = options;
  checkBoolean(where, 'descending', descending);
  checkBoolean(where, 'stable', stable);
  return ordered('sort', { dim: d, descending }, input, input.shape);
}

function ordered(
  op: string,
  attributes: Record<string, number | boolean>,
  input: Tensor,
  shape: readonly number[],
): Extremum {
  const operand = to(input, computeType(input.dtype));
  const source = input.ndim === 0 ? reshape(operand, [1]) : operand;
  const kept = shape.length === 0 ? [1] : shape;
  const [values, indices] = dispatch(
    op,
    attributes,
    [source],
    [
      { shape: kept, dtype: source.dtype },
      { shape: kept, dtype: 'int64' },
    ],
  );
  return { values: reshape(to(values, input.dtype), shape), indices: reshape(indices, shape) };
}
