/** The triangles of matrices. */
import { ArgumentError, ShapeError } from '../errors.js';
import { arange } from '../tensor/sequences.js';
import type { Tensor } from '../tensor/tensor.js';
import { ge, le, sub } from './arithmetic.js';
import { checkTensor } from './check.js';
import { unsqueeze } from './squeeze.js';
import { where } from './where.js';

/**
 * The matrices with 0 above a diagonal.
 *
 * @param input a tensor of at least two dimensions; the last two are the matrices
 * @param diagonal 0 for the main one, 1 for the one above, and so on; negative below
 * @returns `(…, R, C) -> (…, R, C)`
 * @throws ShapeError for fewer dimensions
 * @example tril(ones([3, 3])) // the mask of causal attention
 * @see https://pytorch.org/docs/stable/generated/torch.tril.html
 */
export function tril(input: Tensor, diagonal = 0): Tensor {
  return where(le(distances('tril', input, diagonal), diagonal), input, zeroOf(input));
}

/** The matrices with 0 below a diagonal, as {@link tril}. */
export function triu(input: Tensor, diagonal = 0): Tensor {
  return where(ge(distances('triu', input, diagonal), diagonal), input, zeroOf(input));
}

/** What leaves the dtype of the result to the input. */
function zeroOf(input: Tensor): number | boolean {
  return input.dtype === 'bool' ? false : 0;
}

/** How far each column is to the right of the main diagonal. */
function distances(name: string, input: Tensor, diagonal: number): Tensor {
  checkTensor(name, 'input', input);
  if (!Number.isSafeInteger(diagonal)) throw new ArgumentError(name, 'diagonal', 'an integer', diagonal);
  if (input.ndim < 2) {
    const received = `received shape [${input.shape.join(', ')}]`;
    throw new ShapeError(name, `input must have at least two dimensions, ${received}`);
  }
  const [rows, columns] = input.shape.slice(-2) as [number, number];
  return sub(arange(columns), unsqueeze(arange(rows), 1));
}
