/** A tensor as several views of it, one after another along a dimension. */
import { ArgumentError, ShapeError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkInteger } from './check.js';
import { dimOf, narrow, select } from './slice.js';

/**
 * Views of consecutive pieces along a dimension.
 *
 * @param input a tensor of at least one dimension
 * @param splitSize the size of each piece, the last one being smaller where it does not divide the dimension; or the
 * sizes of all pieces, which add up to the dimension
 * @param dim default 0
 * @throws ShapeError when the sizes do not add up
 * @example split(zeros([5, 2]), 2) // shapes [2, 2], [2, 2], [1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.split.html
 */
export function split(input: Tensor, splitSize: number | readonly number[], dim = 0): Tensor[] {
  const d = dimOf('split', input, dim);
  const size = input.shape[d] as number;
  const sizes = Array.isArray(splitSize) ? splitSize : evenly(size, splitSize as number);
  for (const piece of sizes) {
    if (!Number.isInteger(piece) || piece < 0)
      throw new ArgumentError(
        'split',
        'splitSize',
        'an integer of at least 1, or sizes of at least 0',
        sizes,
      );
  }
  const total = sizes.reduce((sum, piece) => sum + piece, 0);
  if (total !== size) {
    throw new ShapeError(
      'split',
      `splitSize [${sizes.join(', ')}] must add up to ${size}, the size of dimension ${d} of input of shape ` +
        `[${input.shape.join(', ')}], received a sum of ${total}`,
    );
  }
  let start = 0;
  return sizes.map((length) => {
    start += length;
    return narrow(input, d, start - length, length);
  });
}

/**
 * At most `chunks` views of equal size along a dimension; the last one may be smaller, and where sizes round up there may
 * be fewer.
 *
 * @param input a tensor of at least one dimension
 * @param chunks at least 1
 * @param dim default 0
 * @example const [a, b] = chunk(x, 2, 1) // the two halves of the channels
 * @see https://pytorch.org/docs/stable/generated/torch.chunk.html
 */
export function chunk(input: Tensor, chunks: number, dim = 0): Tensor[] {
  const d = dimOf('chunk', input, dim);
  checkInteger('chunk', 'chunks', chunks, 1);
  const size = input.shape[d] as number;
  if (size === 0) return split(input, new Array<number>(chunks).fill(0), d);
  return split(input, Math.ceil(size / chunks), d);
}

/**
 * A view of each element of a dimension, without that dimension.
 *
 * @param input a tensor of at least one dimension
 * @param dim default 0
 * @example unbind(tensor([[1, 2], [3, 4]])) // [1, 2] and [3, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.unbind.html
 */
export function unbind(input: Tensor, dim = 0): Tensor[] {
  const d = dimOf('unbind', input, dim);
  return Array.from({ length: input.shape[d] as number }, (_, i) => select(input, d, i));
}

function evenly(size: number, splitSize: number): number[] {
  checkInteger('split', 'splitSize', splitSize, 1);
  const pieces = Math.max(1, Math.ceil(size / splitSize));
  return Array.from({ length: pieces }, (_, i) => Math.min(splitSize, size - i * splitSize));
}
