/** Checks that functions with index tensors share. */
import { ArgumentError, DTypeError } from '../errors.js';
import type { DType } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { max, min } from './extremum.js';

/** @throws ArgumentError unless `index` is a Tensor, DTypeError unless it is one of `dtypes` */
export function checkIndexType(
  where: string,
  index: unknown,
  dtypes: readonly DType[] = ['int64'],
): asserts index is Tensor {
  checkTensor(where, 'index', index);
  if (!dtypes.includes(index.dtype)) throw new DTypeError(where, 'index', dtypes.join(' or '), index.dtype);
}

/**
 * Checks that indices point into a dimension, which kernels rely on.
 *
 * @param least 0, or minus the size where indices below 0 count from the end
 * @param dimension how a message names it
 * @returns whether an index is below 0
 * @throws ArgumentError for an index out of range
 */
export function checkIndices(
  where: string,
  index: Tensor,
  size: number,
  least: number,
  dimension: string,
): boolean {
  if (index.numel() === 0) return false;
  const [smallest, largest] = [min(index), max(index)].map((value) => Number(value.data[0])) as [
    number,
    number,
  ];
  for (const extreme of [smallest, largest]) {
    if (extreme >= least && extreme < size) continue;
    const range = size === 0 ? 'empty' : `of integers from ${least} to ${size - 1}`;
    throw new ArgumentError(where, 'index', `${range}, as ${dimension} has size ${size}`, extreme);
  }
  return smallest < 0;
}
