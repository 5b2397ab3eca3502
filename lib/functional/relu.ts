import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkFloat32 } from './check.js';

/**
 * The rectified linear unit, element by element: `max(x, 0)`. NaN stays NaN.
 *
 * @param input a float32 tensor of any shape
 * @returns a new tensor of the same shape
 * @throws DTypeError when `input` is not float32
 * @example relu(tensor([-1, 2])) // [0, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.relu.html
 */
export function relu(input: Tensor): Tensor {
  checkFloat32('relu', 'input', input);
  return dispatch('relu', {}, [input], [input])[0];
}
