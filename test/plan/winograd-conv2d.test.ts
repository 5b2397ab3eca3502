/** The op winogradConv2d (native/plan/ops/winograd_conv2d.cpp) on images in the blocked layout. */
import { afterEach, describe, expect, test } from 'vitest';
import { add } from '../../lib/functional/arithmetic.js';
import { conv2d } from '../../lib/functional/conv.js';
import { contiguous } from '../../lib/functional/copy.js';
import { equal } from '../../lib/functional/equal.js';
import { relu } from '../../lib/functional/relu.js';
import { slice } from '../../lib/functional/slice.js';
import { manualSeed, randn } from '../../lib/random/index.js';
import { dispatch } from '../../lib/runtime/dispatch.js';
import { getNumThreads, setNumThreads } from '../../lib/runtime/threads.js';
import { full } from '../../lib/tensor/create.js';
import { runInto, type Tensor } from '../../lib/tensor/tensor.js';
import {
  block,
  blocksOf,
  fromBlocked,
  packWinograd,
  toBlocked,
  winogradAttributes,
} from '../support/blocked.js';
import { relativeError } from '../support/relative-error.js';

const threads = getNumThreads();
afterEach(() => setNumThreads(threads));

/** The tiles and kernels that there are. */
const sizes: [[number, number], [number, number]][] = [
  [
    [2, 2],
    [3, 3],
  ],
  [
    [4, 4],
    [3, 3],
  ],
  [
    [2, 2],
    [5, 5],
  ],
  [
    [1, 4],
    [1, 3],
  ],
  [
    [4, 1],
    [3, 1],
  ],
  [
    [1, 4],
    [1, 7],
  ],
  [
    [4, 1],
    [7, 1],
  ],
];

describe.each(sizes)('winogradConv2d with tiles of %j for windows of %j', (tile, kernel) => {
  test.each([
    [1, 3, 5, 7, 9],
    [3, 64, 70, 14, 14],
    [2, 40, 160, 30, 29],
  ])(
    '%d x %d to %d channels, %d x %d: as conv2d, the same bits alone and with any number of threads',
    (samples, inChannels, outChannels, height, width) => {
      manualSeed(samples);
      const x = randn([samples, inChannels, height, width]);
      const weight = randn([outChannels, inChannels, ...kernel]);
      const bias = randn([outChannels]);
      const residual = randn([samples, outChannels, height, width]);
      const run = (image: Tensor, added: Tensor) => {
        const blocked = toBlocked(image);
        const shape = [image.shape[0] as number, blocksOf(outChannels), height, width, block];
        const inputs = [blocked, packWinograd(weight, tile), bias, toBlocked(added)];
        const spec = { shape, dtype: 'float32' } as const;
        return dispatch('winogradConv2d', winogradAttributes(inChannels, outChannels, tile, kernel), inputs, [
          spec,
        ])[0];
      };

      setNumThreads(1);
      const result = run(x, residual);
      const expected = relu(add(conv2d(x, weight, bias, { padding: 'same' }), residual));
      expect(relativeError(contiguous(fromBlocked(result, outChannels)), expected)).toBeLessThanOrEqual(1e-5);
      for (const count of [2, 3]) {
        setNumThreads(count);
        expect(equal(run(x, residual), result)).toBe(true);
        for (let i = 0; i < samples; i++) {
          const alone = run(contiguous(slice(x, 0, i, i + 1)), contiguous(slice(residual, 0, i, i + 1)));
          expect(equal(alone, slice(result, 0, i, i + 1))).toBe(true);
        }
      }
    },
  );

  test('samples may lie apart', () => {
    manualSeed(5);
    const weight = randn([7, 9, ...kernel]);
    const wide = randn([4, blocksOf(9) + 2, 6, 7, block]);
    const part = slice(wide, 1, 1, 1 + blocksOf(9));
    const spec = { shape: [4, blocksOf(7), 6, 7, block], dtype: 'float32' } as const;
    const options = winogradAttributes(9, 7, tile, kernel);
    const packed = packWinograd(weight, tile);
    const [expected] = dispatch('winogradConv2d', options, [contiguous(part), packed, null], [spec]);
    const target = full([4, blocksOf(7) + 2, 6, 7, block], -3);
    runInto('winogradConv2d', options, [part, packed, null], [slice(target, 1, 1, 1 + blocksOf(7))]);
    expect(equal(slice(target, 1, 1, 1 + blocksOf(7)), expected)).toBe(true);
    for (const at of [0, 1 + blocksOf(7)]) {
      expect(equal(slice(target, 1, at, at + 1), full([4, 1, 6, 7, block], -3))).toBe(true);
    }
  });
});

test('what does not fit is refused', () => {
  const call = (
    changes: object,
    weight = packWinograd(randn([7, 9, 3, 3]), [4, 4]),
    shape = [2, blocksOf(7), 6, 7, block],
  ) => {
    const x = randn([2, blocksOf(9), 6, 7, block]);
    const spec = { shape, dtype: 'float32' } as const;
    return dispatch(
      'winogradConv2d',
      { ...winogradAttributes(9, 7, [4, 4]), ...changes },
      [x, weight, null],
      [spec],
    );
  };
  call({});
  expect(() => call({ tile: [3, 3] })).toThrow('has no tiles of 3x3 for windows of 3x3');
  expect(() => call({ kernel: [3, 1] })).toThrow('has no tiles of 4x4 for windows of 3x1');
  expect(() => call({ tile: 4 })).toThrow("'tile'");
  expect(() => call({ stride: [2, 2] })).toThrow('takes windows in steps of 1');
  expect(() => call({ tile: [2, 2] })).toThrow('is not packed for these channels and this tile');
  expect(() => call({ inChannels: 9 + block })).toThrow('is not packed');
  expect(() => call({ padding: [0, 1, 1, 1] })).toThrow('does not fit input');
  expect(() => call({}, randn([36, blocksOf(7), blocksOf(9), block]))).toThrow('is not packed');
});
