/** The ops channelNorm and blockedChannelNorm (native/plan/ops/channel_norm.cpp), which have no function of their own. */
import { afterEach, expect, test } from 'vitest';
import { contiguous } from '../../lib/functional/copy.js';
import { equal } from '../../lib/functional/equal.js';
import { layerNorm } from '../../lib/functional/layer-norm.js';
import { pad } from '../../lib/functional/pad.js';
import { permute } from '../../lib/functional/permute.js';
import { select, slice } from '../../lib/functional/slice.js';
import { manualSeed, randn } from '../../lib/random/index.js';
import { dispatch } from '../../lib/runtime/dispatch.js';
import { getNumThreads, setNumThreads } from '../../lib/runtime/threads.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { block, blocksOf, fromBlocked, toBlocked } from '../support/blocked.js';
import { relativeError } from '../support/relative-error.js';

const eps = 1e-6;

/** In blocks, with something in the lanes beyond the channels. */
function filledBlocks(x: Tensor): Tensor {
  const added = blocksOf(x.size(1)) * block - x.size(1);
  return toBlocked(pad(x, [0, 0, 0, 0, 0, added], { value: 3 }));
}

type Norm = (x: Tensor, weight: Tensor | null, bias: Tensor | null) => Tensor;

const norms: Record<string, Norm> = {
  channelNorm: (x, weight, bias) => dispatch('channelNorm', { eps }, [x, weight, bias], [x])[0],
  blockedChannelNorm: (x, weight, bias) => {
    const [channels, blocked] = [x.size(1), filledBlocks(x)];
    const attributes = { channels, eps };
    const y = dispatch('blockedChannelNorm', attributes, [blocked, weight, bias], [blocked])[0];
    return contiguous(fromBlocked(y, channels));
  },
};

const threads = getNumThreads();
afterEach(() => setNumThreads(threads));

test.each(
  Object.entries(norms).flatMap(([name, norm]) =>
    [
      [1, 96, 56, 56],
      [3, 37, 7, 7],
      [2, 768, 1, 1],
      [2, 1, 3, 5],
    ].map((shape) => [name, shape, norm] as const),
  ),
)(
  '%s of %j: as layerNorm of channels-last images, the same bits alone and with any number of threads',
  (...row) => {
    const [, shape, norm] = row;
    manualSeed(shape[1] as number);
    const [x, weight, bias] = [randn(shape), randn([shape[1] as number]), randn([shape[1] as number])];
    for (const [w, b] of [
      [weight, bias],
      [null, null],
    ] as const) {
      const images = layerNorm(permute(x, [0, 2, 3, 1]), [x.size(1)], { weight: w, bias: b, eps });
      const expected = contiguous(permute(images, [0, 3, 1, 2]));
      setNumThreads(1);
      const result = norm(x, w, b);
      expect(relativeError(result, expected)).toBeLessThanOrEqual(1e-5);
      setNumThreads(3);
      expect(equal(norm(x, w, b), result)).toBe(true);
      const last = x.size(0) - 1;
      expect(equal(norm(slice(x, 0, last), w, b), contiguous(slice(result, 0, last)))).toBe(true);
    }
  },
);

test('what does not fit is refused', () => {
  const x = randn([1, 4, 3, 3]);
  const blocked = filledBlocks(x);
  const three = randn([3]);
  const image = select(x, 0, 0);
  expect(() => dispatch('channelNorm', { eps }, [image, null, null], [image])).toThrow(/images/);
  expect(() => dispatch('channelNorm', { eps }, [x, three, null], [x])).toThrow(/does not fit the channels/);
  expect(() =>
    dispatch('channelNorm', { eps }, [x, null, null], [{ shape: [1, 4, 3, 2], dtype: 'float32' }]),
  ).toThrow(/does not fit input/);
  for (const channels of [0, blocked.size(1) * block + 1])
    expect(() => dispatch('blockedChannelNorm', { channels, eps }, [blocked, null, null], [blocked])).toThrow(
      /blocks of its channels/,
    );
});
