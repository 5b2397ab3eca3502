/** Other shapes for the same elements in the same order. */
import { ArgumentError, ConvoltError, ShapeError } from '../errors.js';
import { MAX_RANK, normalizeDim, numelOf, viewStrides } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { contiguous } from './copy.js';

/**
 * The same memory under another shape. One size may be -1: it follows from the others.
 *
 * @param input any tensor
 * @param shape sizes whose product is the number of elements
 * @throws ShapeError when the sizes do not multiply to it; ConvoltError `CONVOLT_NOT_CONTIGUOUS` when the strides allow
 * no such view ({@link reshape} copies then)
 * @example view(zeros([2, 3]), [3, -1]) // shape [3, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.view.html
 */
export function view(input: Tensor, shape: readonly number[]): Tensor {
  checkTensor('view', 'input', input);
  const sizes = inferShape('view', input, shape);
  const strides = viewStrides(input.shape, input.stride(), sizes);
  if (strides === undefined) {
    throw new ConvoltError(
      'CONVOLT_NOT_CONTIGUOUS',
      `view: shape [${sizes.join(', ')}] cannot view a tensor of shape [${input.shape.join(', ')}] and strides ` +
        `[${input.stride().join(', ')}] without copying; use reshape() instead`,
    );
  }
  return input.asView('reshape', { shape: sizes }, sizes, strides);
}

/**
 * The same elements under another shape: a view where the strides allow one, else a copy.
 *
 * @param input any tensor
 * @param shape sizes whose product is the number of elements; one may be -1
 * @throws ShapeError when the sizes do not multiply to it
 * @see https://pytorch.org/docs/stable/generated/torch.reshape.html
 */
export function reshape(input: Tensor, shape: readonly number[]): Tensor {
  checkTensor('reshape', 'input', input);
  const sizes = inferShape('reshape', input, shape);
  const source = viewStrides(input.shape, input.stride(), sizes) === undefined ? contiguous(input) : input;
  return view(source, sizes);
}

/**
 * The dimensions from `startDim` to `endDim` as one, in the order of the elements (`reshape`).
 *
 * @param input any tensor; a 0-d one becomes 1-d
 * @param startDim the first dimension to flatten, default 0
 * @param endDim the last one, default -1
 * @example flatten(zeros([8, 64, 3, 3]), 1) // shape [8, 576]
 * @see https://pytorch.org/docs/stable/generated/torch.flatten.html
 */
export function flatten(input: Tensor, startDim = 0, endDim = -1): Tensor {
  checkTensor('flatten', 'input', input);
  const start = normalizeDim('flatten', startDim, input.ndim, 'startDim');
  const end = normalizeDim('flatten', endDim, input.ndim, 'endDim');
  if (start > end) throw new ArgumentError('flatten', 'startDim', `at most endDim (${endDim})`, startDim);
  const { shape } = input;
  const flat = numelOf(shape.slice(start, end + 1));
  return reshape(input, [...shape.slice(0, start), flat, ...shape.slice(end + 1)]);
}

/**
 * One dimension as several, in the order of the elements (`reshape`): the way back from {@link flatten}.
 *
 * @param input any tensor
 * @param dim the dimension; negative counts from the end
 * @param sizes at least one, whose product is the dimension's size; one may be -1
 * @throws ArgumentError for other sizes; ShapeError when the sizes do not multiply to the dimension's
 * @example unflatten(zeros([8, 576]), 1, [64, 3, -1]) // shape [8, 64, 3, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.unflatten.html
 */
export function unflatten(input: Tensor, dim: number, sizes: readonly number[]): Tensor {
  checkTensor('unflatten', 'input', input);
  const d = normalizeDim('unflatten', dim, input.ndim);
  const valid =
    Array.isArray(sizes) &&
    sizes.length > 0 &&
    sizes.every((size) => Number.isSafeInteger(size) && size >= -1) &&
    sizes.indexOf(-1) === sizes.lastIndexOf(-1);
  if (!valid) {
    const expected = 'at least one size of at least 0, of which one may be -1';
    throw new ArgumentError('unflatten', 'sizes', expected, sizes);
  }
  const { shape } = input;
  const size = shape[d] as number;
  const known = numelOf(sizes.filter((part) => part !== -1));
  const inferred = sizes.includes(-1);
  if (inferred ? known === 0 || size % known !== 0 : known !== size) {
    throw new ShapeError(
      'unflatten',
      `sizes [${sizes.join(', ')}] do not multiply to dimension ${d} of a tensor of shape [${shape.join(', ')}]`,
    );
  }
  const parts = sizes.map((part) => (part === -1 ? size / known : part));
  return reshape(input, [...shape.slice(0, d), ...parts, ...shape.slice(d + 1)]);
}

function inferShape(where: string, input: Tensor, shape: unknown): number[] {
  const valid =
    Array.isArray(shape) &&
    shape.length <= MAX_RANK &&
    shape.every((size) => Number.isSafeInteger(size) && size >= -1) &&
    shape.indexOf(-1) === shape.lastIndexOf(-1);
  if (!valid) {
    const expected = `at most ${MAX_RANK} sizes of at least 0, of which one may be -1`;
    throw new ArgumentError(where, 'shape', expected, shape);
  }
  const numel = input.numel();
  const known = numelOf(shape.filter((size) => size !== -1));
  const unknown = shape.indexOf(-1);
  const fits = unknown < 0 ? known === numel : known > 0 && numel % known === 0;
  if (!fits) {
    throw new ShapeError(
      where,
      `shape [${shape.join(', ')}] does not fit the ${numel} elements of a tensor of shape [${input.shape.join(', ')}]`,
    );
  }
  return unknown < 0 ? [...shape] : shape.with(unknown, numel / known);
}
