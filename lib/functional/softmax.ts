import { dispatch } from '../runtime/dispatch.js';
import { normalizeDim } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkFloat32 } from './check.js';

/**
 * Exponentials, scaled so that they sum to 1 along a dimension: scores to probabilities.
 *
 * `y[i] = exp(x[i] - max(x)) / sum over j of exp(x[j] - max(x))`. All are NaN where one is NaN or +inf, or all are -inf.
 *
 * @param input float32 of any shape
 * @param dim the dimension along which they sum to 1; negative counts from the end
 * @returns a new tensor of the same shape, with values from 0 to 1
 * @throws ArgumentError when `input` has no such dimension; DTypeError when it is not float32
 * @example softmax(logits, 1) // (N, 10) -> (N, 10), rows sum to 1
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softmax.html
 */
export function softmax(input: Tensor, dim: number): Tensor {
  checkFloat32('softmax', 'input', input);
  return dispatch('softmax', { dim: normalizeDim('softmax', dim, input.ndim) }, [input], [input])[0];
}
