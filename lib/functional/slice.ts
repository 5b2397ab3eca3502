/** Views of part of a tensor. */
import { ArgumentError, ShapeError } from '../errors.js';
import { normalizeDim } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';

/**
 * A view of the elements `start`, `start + step`, … before `end` of one dimension: Python's `x[start:end:step]`.
 *
 * @param input a tensor of at least one dimension
 * @param start default 0; negative from the end, clamped to the size
 * @param end default the size; negative from the end, clamped to the size
 * @param step at least 1, default 1
 * @example slice(x, 0, 0, 100) // the first 100 of a batch
 * @see https://pytorch.org/docs/stable/generated/torch.narrow.html
 */
export function slice(input: Tensor, dim: number, start = 0, end?: number, step = 1): Tensor {
  const d = dimOf('slice', input, dim);
  const size = input.shape[d] as number;
  const from = clampIndex('start', start, size);
  const to = end === undefined ? size : clampIndex('end', end, size);
  if (!Number.isSafeInteger(step) || step < 1)
    throw new ArgumentError('slice', 'step', 'an integer of at least 1', step);
  // A step beyond the size leads out like one of the size, and its stride need not be an exact number.
  const by = Math.min(step, Math.max(1, size));
  return cut(input, d, from, Math.max(0, Math.ceil((to - from) / by)), by);
}

/**
 * A view of `length` elements of one dimension, from `start` on.
 *
 * @throws ArgumentError when they do not all lie in the tensor
 * @see https://pytorch.org/docs/stable/generated/torch.narrow.html
 */
export function narrow(input: Tensor, dim: number, start: number, length: number): Tensor {
  const d = dimOf('narrow', input, dim);
  const size = input.shape[d] as number;
  if (!Number.isInteger(start) || start < -size || start > size)
    throw new ArgumentError('narrow', 'start', `an integer from ${-size} to ${size}`, start);
  const from = start < 0 ? start + size : start;
  if (!Number.isInteger(length) || length < 0 || from + length > size)
    throw new ArgumentError('narrow', 'length', `an integer from 0 to ${size - from}`, length);
  return cut(input, d, from, length, 1);
}

/**
 * A view of one element of a dimension, without that dimension: Python's `x[:, index]`.
 *
 * @param index negative from the end
 * @throws ArgumentError when it lies outside
 * @example select(batch, 0, 3) // the fourth image
 * @see https://pytorch.org/docs/stable/generated/torch.select.html
 */
export function select(input: Tensor, dim: number, index: number): Tensor {
  const d = dimOf('select', input, dim);
  const size = input.shape[d] as number;
  if (!Number.isInteger(index) || index < -size || index >= size)
    throw new ArgumentError('select', 'index', `an integer from ${-size} to ${size - 1}`, index);
  const at = index < 0 ? index + size : index;
  return input.asView(
    'select',
    { dim: d, index: at },
    input.shape.toSpliced(d, 1),
    input.stride().toSpliced(d, 1),
    input.storageOffset + at * input.stride(d),
  );
}

/** @internal `dim` from the front, of a tensor that has dimensions. */
export function dimOf(where: string, input: Tensor, dim: number): number {
  checkTensor(where, 'input', input);
  if (input.ndim === 0)
    throw new ShapeError(where, 'input must have at least one dimension, received a 0-d tensor');
  return normalizeDim(where, dim, input.ndim);
}

function clampIndex(argument: string, index: number, size: number): number {
  if (!Number.isInteger(index)) throw new ArgumentError('slice', argument, 'an integer', index);
  return Math.min(Math.max(index < 0 ? index + size : index, 0), size);
}

function cut(input: Tensor, dim: number, start: number, length: number, step: number): Tensor {
  const stride = input.stride(dim);
  return input.asView(
    'slice',
    { dim, start, length, step },
    input.shape.with(dim, length),
    input.stride().with(dim, stride * step),
    length === 0 ? input.storageOffset : input.storageOffset + start * stride,
  );
}
