/** The ops blockedConv2d and stemConv2d (native/plan/ops) on images in the blocked layout. */
import { afterEach, describe, expect, test } from 'vitest';
import { add, mul } from '../../lib/functional/arithmetic.js';
import { type Conv2dOptions, conv2d } from '../../lib/functional/conv.js';
import { contiguous } from '../../lib/functional/copy.js';
import { equal } from '../../lib/functional/equal.js';
import { relu } from '../../lib/functional/relu.js';
import { slice } from '../../lib/functional/slice.js';
import { manualSeed, randn } from '../../lib/random/index.js';
import { dispatch } from '../../lib/runtime/dispatch.js';
import { getNumThreads, setNumThreads } from '../../lib/runtime/threads.js';
import { full } from '../../lib/tensor/create.js';
import { runInto, type Tensor } from '../../lib/tensor/tensor.js';
import { apart, block, blocksOf, fromBlocked, packDirect, toBlocked } from '../support/blocked.js';
import { relativeError } from '../support/relative-error.js';

const threads = getNumThreads();
afterEach(() => setNumThreads(threads));

type DirectOp = 'blockedConv2d' | 'stemConv2d';

interface Layer {
  samples?: number;
  channels: [inputs: number, outputs: number];
  size: [height: number, width: number];
  kernel: [height: number, width: number];
  stride?: number;
  padding?: [top: number, left: number, bottom: number, right: number];
  dilation?: number;
  groups?: number;
}

/** Attributes, packed weight and shape of the output. */
function prepare(op: DirectOp, layer: Layer, weight: Tensor, expected: Tensor) {
  const { channels, kernel, stride = 1, padding = [0, 0, 0, 0], dilation = 1, groups = 1 } = layer;
  const [inChannels, outChannels] = channels;
  const packed = packDirect(op, weight, groups);
  const attributes = {
    inChannels,
    outChannels,
    kernel,
    stride: [stride, stride],
    padding,
    dilation: [dilation, dilation],
    groups,
    activation: 'relu',
  };
  const [n, , h, w] = expected.shape as [number, number, number, number];
  return { attributes, packed, shape: [n, blocksOf(outChannels), h, w, block] };
}

function check(op: DirectOp, layer: Layer): void {
  const {
    samples = 1,
    channels: [inChannels, outChannels],
    size,
    kernel,
    groups = 1,
  } = layer;
  manualSeed(inChannels);
  const x = randn([samples, inChannels, ...size]);
  const weight = randn([outChannels, inChannels / groups, ...kernel]);
  const bias = randn([outChannels]);
  const { stride = 1, padding = [0, 0, 0, 0], dilation = 1 } = layer;
  const options: Conv2dOptions = { stride, padding, dilation, groups };
  const sums = conv2d(x, weight, bias, options);
  const residual = randn(sums.shape);
  const { attributes, packed, shape } = prepare(op, layer, weight, sums);
  const run = (image: Tensor, added: Tensor) => {
    const input = op === 'stemConv2d' ? image : toBlocked(image);
    const output = { shape: [image.shape[0] as number, ...shape.slice(1)], dtype: 'float32' } as const;
    return dispatch(op, attributes, [input, packed, bias, toBlocked(added)], [output])[0];
  };

  setNumThreads(1);
  const result = run(x, residual);
  const expected = relu(add(sums, residual));
  expect(relativeError(contiguous(fromBlocked(result, outChannels)), expected)).toBeLessThanOrEqual(2e-6);
  expect([...(result.data as Float32Array)].every(Number.isFinite)).toBe(true);
  for (const count of [2, 3]) {
    setNumThreads(count);
    expect(equal(run(x, residual), result)).toBe(true);
    for (let i = 0; i < samples; i++) {
      const alone = run(contiguous(slice(x, 0, i, i + 1)), contiguous(slice(residual, 0, i, i + 1)));
      expect(equal(alone, slice(result, 0, i, i + 1))).toBe(true);
    }
  }

  // Samples that lie apart, and no bias.
  const without = { ...attributes, activation: 'none' };
  const input = op === 'stemConv2d' ? x : toBlocked(x);
  const [plain] = dispatch(op, without, [input, packed, null], [{ shape, dtype: 'float32' }]);
  const wide = [shape[0] as number, (shape[1] as number) + 2, ...shape.slice(2)];
  const target = full(wide, -3);
  const part = slice(target, 1, 1, (wide[1] as number) - 1);
  runInto(op, without, [apart(input), packed, null], [part]);
  expect(equal(part, plain)).toBe(true);
  expect(equal(slice(target, 1, 0, 1), full([samples, 1, ...shape.slice(2)], -3))).toBe(true);
}

describe('blockedConv2d', () => {
  test.each<Layer>([
    { samples: 3, channels: [64, 70], size: [14, 14], kernel: [1, 1] },
    { samples: 2, channels: [40, 24], size: [9, 11], kernel: [3, 3], padding: [1, 1, 1, 1] },
    { channels: [64, 64], size: [56, 56], kernel: [3, 3], padding: [1, 1, 1, 1] },
    { samples: 2, channels: [33, 65], size: [15, 10], kernel: [3, 2], stride: 2, padding: [0, 1, 2, 0] },
    { channels: [16, 32], size: [12, 13], kernel: [1, 7], dilation: 2, padding: [0, 6, 0, 6] },
    { samples: 2, channels: [300, 200], size: [1, 1], kernel: [1, 1] },
  ])(
    '$channels channels, $kernel on $size: as conv2d, alone, in a batch, with any number of threads',
    (layer) => check('blockedConv2d', layer),
  );

  test.each<[inputs: number, outputs: number, groups: number]>([
    [64, 64, 2],
    [64, 96, 4],
    [128, 128, 32], // ResNeXt
    [48, 48, 2],
    [36, 60, 6],
    [18, 18, 2],
    [99, 33, 11],
    [20, 40, 20],
  ])('%d to %d channels in %d groups', (inputs, outputs, groups) =>
    check('blockedConv2d', {
      samples: 2,
      channels: [inputs, outputs],
      size: [7, 8],
      kernel: [3, 3],
      padding: [1, 1, 1, 1],
      groups,
    }),
  );
});

test.each<[size: [number, number], kernel: number, groups: number]>([
  [[14, 14], 1, 1],
  [[5, 6], 3, 3],
])('a scale of the channels on %o, kernel %d, in %d groups: as of the image', (size, kernel, groups) => {
  manualSeed(0);
  const x = randn([2, 66, ...size]);
  const scale = randn([2, 66, 1, 1]);
  const weight = randn([42, 66 / groups, kernel, kernel]);
  const padding = (kernel - 1) / 2;
  const sums = conv2d(mul(x, scale), weight, null, { padding, groups });
  const layer: Layer = {
    channels: [66, 42],
    size,
    kernel: [kernel, kernel],
    padding: [padding, padding, padding, padding],
    groups,
  };
  const { attributes, packed, shape } = prepare('blockedConv2d', layer, weight, sums);
  const run = (image: Tensor, factors: Tensor | null) => {
    const output = { shape: [image.shape[0] as number, ...shape.slice(1)], dtype: 'float32' } as const;
    return dispatch(
      'blockedConv2d',
      attributes,
      [toBlocked(image), packed, null, null, factors],
      [output],
    )[0];
  };
  const result = run(x, toBlocked(scale));
  expect(relativeError(contiguous(fromBlocked(result, 42)), relu(sums))).toBeLessThanOrEqual(2e-6);
  const row = (of: Tensor) => contiguous(slice(of, 0, 1, 2));
  setNumThreads(3);
  expect(equal(run(row(x), toBlocked(row(scale))), row(result))).toBe(true);
  for (const wrong of [toBlocked(row(scale)), toBlocked(x), toBlocked(randn([2, 66 - block, 1, 1])), null]) {
    expect(() => run(x, wrong)).toThrowError(expect.objectContaining({ code: 'CONVOLT_NATIVE_CHECK' }));
  }
});

describe('stemConv2d', () => {
  test.each<Layer>([
    { samples: 2, channels: [3, 64], size: [64, 64], kernel: [7, 7], stride: 2, padding: [3, 3, 3, 3] },
    { channels: [3, 32], size: [33, 31], kernel: [3, 3], stride: 2, padding: [0, 0, 1, 1] },
    { samples: 2, channels: [1, 20], size: [28, 28], kernel: [3, 3], padding: [1, 1, 1, 1] },
    { channels: [3, 40], size: [67, 67], kernel: [11, 11], stride: 4, padding: [2, 2, 2, 2] },
    { channels: [4, 17], size: [16, 16], kernel: [4, 4], stride: 4 },
  ])(
    '$channels channels, $kernel on $size: as conv2d, alone, in a batch, with any number of threads',
    (layer) => check('stemConv2d', layer),
  );
});

test.each<DirectOp>(['blockedConv2d', 'stemConv2d'])('%s refuses what does not fit', (op) => {
  const layer: Layer = { channels: [3, 20], size: [6, 6], kernel: [3, 3] };
  const x = randn([1, 3, 6, 6]);
  const weight = randn([20, 3, 3, 3]);
  const { attributes, packed, shape } = prepare(op, layer, weight, conv2d(x, weight));
  const input = op === 'stemConv2d' ? x : toBlocked(x);
  const run =
    (inputs: (Tensor | null)[], changed = {}, output: readonly number[] = shape) =>
    () =>
      dispatch(op, { ...attributes, ...changed }, inputs, [{ shape: output, dtype: 'float32' }]);
  const taller = shape.map((size, d) => (d === 2 ? size + 1 : size));
  expect(run([input, packed, null])).not.toThrow();
  for (const wrong of [
    run([input, contiguous(slice(packed, 2, 0, 2)), null]),
    run([input, packed, randn([21])]),
    run([input, packed, null, randn(taller)]),
    run([input, packed, null], {}, taller),
    run([input, packed, null], { inChannels: 3 + block }),
    run([input, packed, null], { outChannels: 20 + block }),
    run([input, packed, null], { groups: 2 }),
    run([input, packed, null], { kernel: [5, 3] }),
    run([input, packed, null], { padding: [1, 1, 1, 1] }),
    run([input, packed, null], { stride: [0, 1] }),
    run([input, packed]),
  ]) {
    expect(wrong).toThrowError(expect.objectContaining({ code: 'CONVOLT_NATIVE_CHECK' }));
  }
});
