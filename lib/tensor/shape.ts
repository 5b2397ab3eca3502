/** Arithmetic on shapes and strides. */
import { ArgumentError, ShapeError } from '../errors.js';

/** The most dimensions a tensor can have (kMaxRank in native/core/tensor_view.h). */
export const MAX_RANK = 8;

/** The number of elements of a shape. */
export function numelOf(shape: readonly number[]): number {
  let numel = 1;
  for (const size of shape) numel *= size;
  return numel;
}

/**
 * Row-major strides: `[2, 3, 4]` → `[12, 4, 1]`. Those of a tensor without elements mean nothing, but stay exact numbers,
 * whatever the sizes beside its 0.
 */
export function contiguousStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = stride;
    stride = Math.min(stride * (shape[d] as number), Number.MAX_SAFE_INTEGER);
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
export function normalizeDim(where: string, dim: unknown, rank: number, argument = 'dim'): number {
  const count = Math.max(rank, 1);
  if (!Number.isInteger(dim) || (dim as number) < -count || (dim as number) >= count) {
    throw new ArgumentError(where, argument, `an integer from ${-count} to ${count - 1}`, dim);
  }
  return (dim as number) < 0 ? (dim as number) + count : (dim as number);
}

/** Strides for a view of `shape`, or undefined where the elements would not lie as such a view needs them. */
export function viewStrides(
  oldShape: readonly number[],
  oldStrides: readonly number[],
  shape: readonly number[],
): number[] | undefined {
  if (numelOf(oldShape) === 0) return contiguousStrides(shape);
  const strides = new Array<number>(shape.length);
  let to = shape.length - 1;
  let chunkStride = oldStrides.at(-1) ?? 1;
  let chunk = 1; // elements of the old dimensions that run through memory as one
  for (let from = oldShape.length - 1; from >= 0; from--) {
    chunk *= oldShape[from] as number;
    // The stride of a dimension of size 1 means nothing, so it is neither compared nor built upon.
    if (from > 0 && (oldShape[from - 1] === 1 || oldStrides[from - 1] === chunk * chunkStride)) continue;
    let covered = 1;
    while (to >= 0 && (covered < chunk || shape[to] === 1)) {
      strides[to] = chunkStride * covered;
      covered *= shape[to] as number;
      to--;
    }
    if (covered !== chunk) return undefined;
    if (from > 0) {
      chunk = 1;
      chunkStride = oldStrides[from - 1] as number;
    }
  }
  for (; to >= 0; to--) strides[to] = 1;
  return strides;
}

/** The shape to which all of `shapes` broadcast. */
export function broadcastShapes(where: string, ...shapes: readonly (readonly number[])[]): number[] {
  const result: number[] = [];
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  for (let back = 1; back <= rank; back++) {
    let size = 1;
    for (const shape of shapes) {
      const own = shape.at(-back) ?? 1;
      if (own === 1 || own === size) continue;
      if (size !== 1) {
        throw new ShapeError(
          where,
          `shapes ${shapes.map((s) => `[${s.join(', ')}]`).join(' and ')} do not broadcast: counted from the right, ` +
            `sizes must be equal or 1, and ${size} meets ${own}`,
        );
      }
      size = own;
    }
    result.unshift(size);
  }
  return result;
}
