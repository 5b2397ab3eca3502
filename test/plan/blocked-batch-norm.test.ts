/** The op blockedBatchNorm (native/plan/ops/blocked_batch_norm.cpp), against plain arithmetic. */
import { afterEach, expect, test } from 'vitest';
import { add, mul } from '../../lib/functional/arithmetic.js';
import { contiguous } from '../../lib/functional/copy.js';
import { equal } from '../../lib/functional/equal.js';
import { silu } from '../../lib/functional/gelu.js';
import { reshape } from '../../lib/functional/reshape.js';
import { slice } from '../../lib/functional/slice.js';
import { manualSeed, randn } from '../../lib/random/index.js';
import { dispatch } from '../../lib/runtime/dispatch.js';
import { getNumThreads, setNumThreads } from '../../lib/runtime/threads.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { blockedShape, runBlocked, toBlocked } from '../support/blocked.js';
import { relativeError } from '../support/relative-error.js';

const threads = getNumThreads();
afterEach(() => setNumThreads(threads));

test.each([1, 17, 58, 116])(
  '%d channels: a scale and a shift each, the same bits alone and with any number of threads',
  (channels) => {
    manualSeed(channels);
    const x = randn([3, channels, 28, 27]);
    const [scale, shift] = [randn([channels]), randn([channels])];
    const run = (image: Tensor, activation: string) =>
      runBlocked('blockedBatchNorm', { activation }, [image, scale, shift], image.shape);
    setNumThreads(1);
    const [linear, result] = [run(x, 'none'), run(x, 'silu')];
    const expected = add(mul(x, reshape(scale, [-1, 1, 1])), reshape(shift, [-1, 1, 1]));
    expect(relativeError(linear, expected)).toBeLessThanOrEqual(1e-6);
    expect(equal(result, silu(linear))).toBe(true);
    setNumThreads(3);
    expect(equal(run(x, 'silu'), result)).toBe(true);
    expect(equal(run(contiguous(slice(x, 0, 1, 2)), 'silu'), slice(result, 0, 1, 2))).toBe(true);
  },
);

test('what does not fit is refused', () => {
  const call = (scale: Tensor, shift: Tensor, shape = blockedShape([2, 20, 4, 5])) =>
    dispatch(
      'blockedBatchNorm',
      { activation: 'none' },
      [toBlocked(randn([2, 20, 4, 5])), scale, shift],
      [{ shape, dtype: 'float32' }],
    );
  call(randn([20]), randn([20]));
  expect(() => call(randn([20]), randn([21]))).toThrow('must be float32, one for each channel');
  expect(() => call(randn([20, 1]), randn([20]))).toThrow('must be float32, one for each channel');
  expect(() => call(randn([52]), randn([52]))).toThrow('no blocked image of 52 channels');
  expect(() => call(randn([20]), randn([20]), blockedShape([2, 20, 5, 4]))).toThrow('does not fit input');
});
