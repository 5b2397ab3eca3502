/** What detectors end in. */
import * as F from '../../functional/index.js';
import { full, zeros } from '../../tensor/create.js';
import type { Tensor } from '../../tensor/tensor.js';
import { numberOf, type Operators, operator } from '../operator.js';

/** Rows of x1, y1, x2, y2 from pairs of opposite corners in any order, or from centres and sizes. */
function toCorners(boxes: Tensor, areCentered: boolean): Tensor {
  const [first, second] = [F.slice(boxes, -1, 0, 2), F.slice(boxes, -1, 2, 4)];
  if (!areCentered) return F.cat([F.minimum(first, second), F.maximum(first, second)], -1);
  const half = F.mul(second, 0.5);
  return F.cat([F.sub(first, half), F.add(first, half)], -1);
}

export const detection: Operators = {
  NonMaxSuppression: operator<[Tensor, Tensor, Tensor?, Tensor?, Tensor?]>([2, 5], (node) => {
    const areCentered = node.flag('center_point_box', false);
    return (boxes, scores, most, overlap, least) => {
      const limit = most === undefined ? 0 : numberOf(most);
      const threshold = overlap === undefined ? 0 : numberOf(overlap);
      const corners = toCorners(boxes, areCentered);
      const [batches, classes] = scores.shape as [number, number];
      const rows = [zeros([0, 3], { dtype: 'int64' })];
      for (let n = 0; n < batches; n++) {
        for (let c = 0; c < classes; c++) {
          const own = F.select(F.select(scores, 0, n), 0, c);
          const isHigh = least === undefined ? F.eq(own, own) : F.gt(own, numberOf(least));
          const high = F.nonzero(isHigh).reshape([-1]);
          const candidates = F.indexSelect(F.select(corners, 0, n), 0, high);
          const kept = F.slice(F.nms(candidates, F.indexSelect(own, 0, high), threshold), 0, 0, limit);
          const column = (value: number) => full([kept.numel(), 1], value, { dtype: 'int64' });
          rows.push(F.cat([column(n), column(c), F.unsqueeze(F.indexSelect(high, 0, kept), 1)], 1));
        }
      }
      return F.cat(rows, 0);
    };
  }),
};
