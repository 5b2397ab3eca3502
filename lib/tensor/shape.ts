/** Arithmetic on shapes and strides. */
import { ArgumentError } from '../errors.js';

/** The most dimensions a tensor can have (kMaxRank in native/core/tensor_view.h). */
export const MAX_RANK = 8;

/** The number of elements of a shape. */
export function numelOf(shape: readonly number[]): number {
  let numel = 1;
  for (const size of shape) numel *= size;
  return numel;
}

/** Row-major strides: `[2, 3, 4]` → `[12, 4, 1]`. */
export function contiguousStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = stride;
    stride *= shape[d] as number;
  }
  return strides;
}

/** Whether strides are those of a row-major tensor; dimensions of size 1 may have any stride, as in PyTorch. */
export function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    const size = shape[d] as number;
    if (size === 0) return true;
    if (size !== 1 && strides[d] !== expected) return false;
    expected *= size;
  }
  return true;
}

/**
 * Checks that a value is a shape: integers of at least 0, at most {@link MAX_RANK} of them, whose product is a safe
 * integer.
 */
export function checkShape(where: string, argument: string, shape: unknown): readonly number[] {
  const valid =
    Array.isArray(shape) &&
    shape.length <= MAX_RANK &&
    shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!valid || !Number.isSafeInteger(numelOf(shape))) {
    throw new ArgumentError(where, argument, `a list of at most ${MAX_RANK} sizes of at least 0`, shape);
  }
  return shape;
}

/** `dim` counted from the front: -1 is the last of `rank` dimensions. A 0-d tensor takes 0 and -1, as in PyTorch. */
export function normalizeDim(where: string, dim: unknown, rank: number): number {
  const count = Math.max(rank, 1);
  if (!Number.isInteger(dim) || (dim as number) < -count || (dim as number) >= count) {
    throw new ArgumentError(where, 'dim', `an integer from ${-count} to ${count - 1}`, dim);
  }
  return (dim as number) < 0 ? (dim as number) + count : (dim as number);
}
