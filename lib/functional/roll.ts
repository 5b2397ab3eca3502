import { ArgumentError } from '../errors.js';
import { normalizeDim } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { cat } from './cat.js';
import { checkTensor } from './check.js';
import { clone } from './copy.js';
import { reshape } from './reshape.js';
import { narrow } from './slice.js';

/**
 * The elements shifted along dimensions; what leaves at one end comes in at the other.
 *
 * @param input any tensor
 * @param shifts how far, towards higher indices; one for every dimension of `dims`
 * @param dims default: the tensor is rolled as if it were flat, and keeps its shape
 * @returns a new tensor of the same shape
 * @example roll(tensor([1, 2, 3]), 1) // [3, 1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.roll.html
 */
export function roll(
  input: Tensor,
  shifts: number | readonly number[],
  dims?: number | readonly number[],
): Tensor {
  checkTensor('roll', 'input', input);
  const distances = toList('shifts', shifts);
  if (dims === undefined) {
    if (distances.length !== 1)
      throw new ArgumentError('roll', 'shifts', 'one integer where dims is absent', shifts);
    return reshape(rollDim(reshape(input, [-1]), distances[0] as number, 0), input.shape);
  }
  const along = toList('dims', dims).map((dim) => normalizeDim('roll', dim, input.ndim, 'dims'));
  if (along.length !== distances.length)
    throw new ArgumentError('roll', 'shifts', `a list of ${along.length}, one for each of dims`, shifts);
  if (input.ndim === 0) return clone(input);
  return along.reduce((rolled, dim, i) => rollDim(rolled, distances[i] as number, dim), input);
}

function rollDim(input: Tensor, shift: number, dim: number): Tensor {
  const size = input.shape[dim] as number;
  if (size === 0) return clone(input);
  const start = (((-shift % size) + size) % size) as number;
  return cat([narrow(input, dim, start, size - start), narrow(input, dim, 0, start)], dim);
}

function toList(argument: string, value: unknown): readonly number[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0 || !list.every(Number.isSafeInteger))
    throw new ArgumentError('roll', argument, 'an integer, or a list of integers', value);
  return list;
}
