/** Elements by whether they are true. */
import { dispatch } from '../runtime/dispatch.js';
import { broadcastShapes } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { to } from './copy.js';
import { selectAll } from './index-select.js';
import { sum } from './reduce.js';
import { reshape } from './reshape.js';
import { expand } from './squeeze.js';
import { item } from './values.js';
import { checkMask } from './where.js';

/**
 * Where the elements are that are not 0, in order. NaN is not 0.
 *
 * @param input any tensor
 * @returns int64, a row of coordinates for each: `(number of them, dimensions)`
 * @example nonzero(tensor([0, 5, 7])) // [[1], [2]]
 * @see https://pytorch.org/docs/stable/generated/torch.nonzero.html
 */
export function nonzero(input: Tensor): Tensor {
  checkTensor('nonzero', 'input', input);
  const truth = to(input, 'bool');
  const count = item(sum(truth));
  return dispatch('nonzero', {}, [truth], [{ shape: [count, input.ndim], dtype: 'int64' }])[0];
}

/**
 * The elements where a mask is true, in order, as a list.
 *
 * @param input any tensor
 * @param mask a bool tensor; shapes broadcast
 * @throws DTypeError when the mask is not bool; ShapeError when the shapes do not broadcast
 * @example maskedSelect(x, gt(x, 0))
 * @see https://pytorch.org/docs/stable/generated/torch.masked_select.html
 */
export function maskedSelect(input: Tensor, mask: Tensor): Tensor {
  checkTensor('maskedSelect', 'input', input);
  checkMask('maskedSelect', 'mask', mask);
  const shape = broadcastShapes('maskedSelect', input.shape, mask.shape);
  const places = nonzero(reshape(expand(mask, shape), [-1]));
  return selectAll(reshape(expand(input, shape), [-1]), 0, reshape(places, [places.shape[0] as number]));
}
