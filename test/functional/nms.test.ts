import { describe, expect, test } from 'vitest';
import { DTypeError, ShapeError } from '../../lib/errors.js';
import { nms } from '../../lib/functional/index.js';
import { ones, tensor, zeros } from '../../lib/tensor/create.js';
import { type RecordedTensor, readFixture, toTensor } from '../support/fixtures.js';

interface Fixture {
  cases: { boxes: RecordedTensor; scores: RecordedTensor; threshold: number; kept: RecordedTensor }[];
}

describe('equals torchvision', () => {
  for (const { boxes, scores, threshold, kept } of readFixture<Fixture>('nms').cases) {
    test(`${boxes.shape[0]} boxes, threshold ${threshold}`, () => {
      const indices = nms(toTensor(boxes), toTensor(scores), threshold);
      expect(indices.dtype).toBe('int64');
      expect(indices.toArray()).toEqual(toTensor(kept).toArray());
    });
  }
});

test('keeps a box of which NaN is a side', () => {
  const boxes = tensor([
    [0, 0, 2, 2],
    [0, 0, Number.NaN, 2],
  ]);
  expect(nms(boxes, tensor([1, 0.5]), 0.5).toArray()).toEqual([0, 1]);
});

test('refuses what are no boxes with scores', () => {
  expect(() => nms(ones([3, 5]), ones([3]), 0.5)).toThrow(ShapeError);
  expect(() => nms(ones([3, 4]), ones([2]), 0.5)).toThrow(/scores must have the shape \[3\]/);
  expect(() => nms(zeros([3, 4], { dtype: 'int64' }), ones([3]), 0.5)).toThrow(DTypeError);
});
