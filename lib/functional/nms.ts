import { ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkFloat32, checkNumber } from './check.js';
import { indexSelect } from './index-select.js';
import { nonzero } from './nonzero.js';
import { reshape } from './reshape.js';
import { argsort } from './sort.js';

/**
 * Non-maximum suppression: drops each box that overlaps one of a higher score by more than a threshold. The overlap of two
 * boxes is the area of their intersection over that of their union.
 *
 * @param boxes float32, `(N, 4)`: rows of x1, y1, x2, y2 with x1 <= x2 and y1 <= y2
 * @param scores float32, `(N)`
 * @param iouThreshold the overlap up to which both boxes stay
 * @returns int64, `(kept)`: the indices of the boxes that stay, the highest score first
 * @throws DTypeError for other dtypes; ShapeError for other shapes
 * @example const best = indexSelect(boxes, 0, nms(boxes, scores, 0.5));
 * @see https://pytorch.org/vision/stable/generated/torchvision.ops.nms.html
 */
export function nms(boxes: Tensor, scores: Tensor, iouThreshold: number): Tensor {
  checkFloat32('nms', 'boxes', boxes);
  checkFloat32('nms', 'scores', scores);
  checkNumber('nms', 'iouThreshold', iouThreshold);
  if (boxes.ndim !== 2 || boxes.shape[1] !== 4)
    throw new ShapeError('nms', `boxes must have the shape (N, 4), received [${boxes.shape.join(', ')}]`);
  const count = boxes.shape[0] as number;
  if (scores.ndim !== 1 || scores.shape[0] !== count) {
    throw new ShapeError(
      'nms',
      `scores must have the shape [${count}], one for each box, received [${scores.shape.join(', ')}]`,
    );
  }
  const order = argsort(scores, 0, { descending: true });
  const sorted = indexSelect(boxes, 0, order);
  const [keep] = dispatch('nms', { threshold: iouThreshold }, [sorted], [{ shape: [count], dtype: 'bool' }]);
  return indexSelect(order, 0, reshape(nonzero(keep), [-1]));
}
