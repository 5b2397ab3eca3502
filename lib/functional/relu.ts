import type { Tensor } from '../tensor/tensor.js';
import { numberFunction, numberFunction_ } from './elementwise.js';

/**
 * The rectified linear unit, element by element: `max(x, 0)`. NaN stays NaN.
 *
 * @param input a tensor of any shape
 * @returns a new tensor of the same shape and dtype
 * @throws DTypeError for bool
 * @example relu(tensor([-1, 2])) // [0, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.relu.html
 */
export function relu(input: Tensor): Tensor {
  return numberFunction('relu', input);
}

/** {@link relu}, written over `input`, whose base changes where it is a view. @returns `input` */
export function relu_(input: Tensor): Tensor {
  return numberFunction_('relu', input);
}
