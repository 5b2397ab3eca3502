/** The ops toBlocked and fromBlocked, against the same made of pad and permute. */
import { expect, test } from 'vitest';
import { contiguous } from '../../lib/functional/copy.js';
import { equal } from '../../lib/functional/equal.js';
import { rand } from '../../lib/random/index.js';
import { dispatch } from '../../lib/runtime/dispatch.js';
import { zeros } from '../../lib/tensor/create.js';
import { runInto } from '../../lib/tensor/tensor.js';
import { apart, block, blockedShape, blocksOf, toBlocked } from '../support/blocked.js';

test.each([1, 3, 8, 20, 33])('%i channels: there and back, samples apart or not', (channels) => {
  const x = rand([2, channels, 5, 7]);
  const spec = { shape: blockedShape(x.shape), dtype: 'float32' } as const;
  expect(equal(dispatch('toBlocked', {}, [x], [spec])[0], toBlocked(x))).toBe(true);
  expect(equal(dispatch('fromBlocked', {}, [toBlocked(x)], [x])[0], x)).toBe(true);

  const blocked = apart(zeros(spec.shape));
  runInto('toBlocked', {}, [apart(x)], [blocked]);
  expect(equal(contiguous(blocked), toBlocked(x))).toBe(true);
  const back = apart(zeros(x.shape));
  runInto('fromBlocked', {}, [blocked], [back]);
  expect(equal(contiguous(back), x)).toBe(true);
});

test('the addon refuses shapes that do not fit', () => {
  const x = rand([2, 20, 4, 5]);
  const into = (shape: readonly number[]) => () =>
    dispatch('toBlocked', {}, [x], [{ shape, dtype: 'float32' }]);
  expect(into([2, blocksOf(20) + 1, 4, 5, block])).toThrow('no blocked image of 20 channels');
  expect(into([2, blocksOf(20), 4, 5, block + 1])).toThrow('no blocked image of 20 channels');
  expect(into([2, blocksOf(20), 4, 6, block])).toThrow('does not fit');
  expect(into([3, blocksOf(20), 4, 5, block])).toThrow('does not fit');
});
