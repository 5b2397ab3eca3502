/** The op selectChannels (native/plan/ops/select_channels.cpp), against indexSelect on plain images. */
import { afterEach, expect, test } from 'vitest';
import { cat } from '../../lib/functional/cat.js';
import { contiguous } from '../../lib/functional/copy.js';
import { equal } from '../../lib/functional/equal.js';
import { indexSelect } from '../../lib/functional/index-select.js';
import { slice } from '../../lib/functional/slice.js';
import { manualSeed, randn } from '../../lib/random/index.js';
import { dispatch } from '../../lib/runtime/dispatch.js';
import { getNumThreads, setNumThreads } from '../../lib/runtime/threads.js';
import { full, tensor } from '../../lib/tensor/create.js';
import { runInto, type Tensor } from '../../lib/tensor/tensor.js';
import { apart, blockedShape, toBlocked } from '../support/blocked.js';
import { Random } from '../support/random.js';

const threads = getNumThreads();
afterEach(() => setNumThreads(threads));

const range = (begin: number, end: number) => Array.from({ length: end - begin }, (_, i) => begin + i);
/** Channels 0, C / 2, 1, C / 2 + 1, …, as of a shuffle of two groups. */
const shuffled = (count: number) => range(0, count).map((i) => (i % 2) * (count / 2) + (i >> 1));
const random = new Random(5);

test.each<[string, number[], number[]]>([
  ['a shuffle of two images', [58, 58], shuffled(116)],
  [
    'the first half of a shuffle of a shuffle',
    [58, 58, 58],
    shuffled(116).slice(0, 58).concat(range(116, 174)),
  ],
  ['a concatenation that ends within blocks', [17, 1, 58], range(0, 76)],
  ['a slice that begins within a block', [116], range(58, 116)],
  ['whole blocks', [64, 32], [...range(64, 96), ...range(0, 64)]],
  ['one channel, often', [17], Array(33).fill(16)],
  ['any', [58, 17, 3, 116], range(0, 150).map(() => random.below(194))],
])('%s: samples apart, alone and with any number of threads', (_, inChannels, channels) => {
  manualSeed(2);
  const images = inChannels.map((count) => randn([3, count, 28, 27]));
  const expected = toBlocked(indexSelect(cat(images, 1), 1, tensor(channels, { dtype: 'int64' })));
  for (const count of [1, 3]) {
    setNumThreads(count);
    const [first, ...others] = images.map(toBlocked) as [Tensor, ...Tensor[]];
    const target = apart(full(expected.shape, Number.NaN));
    runInto('selectChannels', { inChannels, channels }, [apart(first), ...others], [target]);
    expect(equal(contiguous(target), expected)).toBe(true);
    const alone = slice(expected, 0, 2, 3);
    const inputs = images.map((image) => toBlocked(slice(image, 0, 2, 3)));
    expect(equal(dispatch('selectChannels', { inChannels, channels }, inputs, [alone])[0], alone)).toBe(true);
  }
});

test('no samples, no elements', () => {
  const spec = { shape: blockedShape([0, 5, 4, 5]), dtype: 'float32' } as const;
  const empty = full(spec.shape, 0);
  const attributes = { inChannels: [5], channels: range(0, 5) };
  expect(dispatch('selectChannels', attributes, [empty], [spec])[0].shape).toEqual(spec.shape);
});

test('what does not fit is refused', () => {
  const call = (changes: object, shape = blockedShape([2, 20, 4, 5])) => {
    const inputs = [toBlocked(randn([2, 17, 4, 5])), toBlocked(randn([2, 40, 4, 5]))];
    const attributes = { inChannels: [17, 40], channels: range(0, 20), ...changes };
    return () => dispatch('selectChannels', attributes, inputs, [{ shape, dtype: 'float32' }]);
  };
  call({})();
  expect(call({ channels: range(38, 58) })).toThrow('there is no channel 57 in 57');
  expect(call({ channels: range(-1, 19) })).toThrow('there is no channel -1 in 57');
  expect(call({ channels: [] })).toThrow("'channels' must have elements");
  expect(call({ channels: range(0, 57) })).toThrow('no blocked image of 57 channels');
  expect(call({ inChannels: [17] })).toThrow("'inChannels' must have 2 elements");
  expect(call({ inChannels: [50, 40] })).toThrow('no blocked image of 50 channels');
  expect(call({}, blockedShape([2, 20, 5, 4]))).toThrow('does not fit output');
  expect(call({}, blockedShape([1, 20, 4, 5]))).toThrow('does not fit output');
});
