/** Transposed convolutions in blocks: the phases of every stride, padding and window, and what is left as it was. */
import { describe, expect, test } from 'vitest';
import * as F from '../../../lib/functional/index.js';
import { trace } from '../../../lib/graph/index.js';
import { optimize } from '../../../lib/graph/passes/index.js';
import { isView } from '../../../lib/graph/views.js';
import { blockImages } from '../../../lib/plan/blocked/rewrite.js';
import { isPacking } from '../../../lib/plan/packing.js';
import { manualSeed, randn } from '../../../lib/random/index.js';
import { addon } from '../../../lib/runtime/addon.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';
import { moduleOf } from '../../graph/networks.js';
import { expectSame } from '../../graph/passes/graphs.js';

const block = addon.channelBlock;
const inputs = 2 * block;

/** The ops, views left out, of what `forward` does in blocks, after numbers at two batch sizes were compared. */
function ops(forward: (x: Tensor) => Tensor): string[] {
  const before = optimize(trace(moduleOf(forward), [{ shape: [1, inputs, 5, 4], dtype: 'float32' }]));
  const after = blockImages(before, 'strict', block);
  expectSame(before, after);
  const nodes = after.nodes.filter((node) => !isPacking(node, after.constants));
  return nodes.map(({ op }) => op).filter((op) => !isView(op));
}

manualSeed(0);
const transposed = (
  kernel: number | [number, number],
  outputs: number,
  options: F.ConvTranspose2dOptions,
) => {
  const weight = randn([inputs, outputs, ...[kernel, kernel].flat().slice(0, 2)]);
  const bias = randn([outputs * ((options.groups as number) ?? 1)]);
  return (x: Tensor) => F.convTranspose2d(x, weight, bias, options);
};

// Where a vector holds one float, plans leave images as they are.
describe.skipIf(block === 1)('transposed convolutions', () => {
  test.each<[string, number | [number, number], number, F.ConvTranspose2dOptions]>([
    ['windows side by side', 2, block, { stride: 2 }],
    ['channels that do not fill the last block', 2, 2 * block - 1, { stride: 2 }],
    ['windows that overlap', 4, 2 * block - 1, { stride: 2, padding: 1 }],
    ['different directions', [3, 2], block, { stride: [1, 3], padding: [2, 0], outputPadding: [0, 2] }],
    ['more padding than phases begin with', 5, block, { stride: 2, padding: 4 }],
    ['steps of one', 3, block, { stride: 1, padding: 1 }],
  ])('of %s are one convolution', (_, kernel, outputs, options) => {
    const layer = transposed(kernel, outputs, options);
    expect(ops((x) => F.abs(layer(x)))).toEqual(['toBlocked', 'blockedConv2d', 'abs', 'fromBlocked']);
  });

  test('take the activation function behind them', () => {
    const layer = transposed(2, block, { stride: 2 });
    expect(ops((x) => F.silu(layer(x)))).toEqual(['toBlocked', 'blockedConv2d', 'fromBlocked']);
  });

  test.each<[string, number, number, F.ConvTranspose2dOptions]>([
    ['groups', 2, block, { stride: 2, groups: 2 }],
    ['dilation', 2, block, { dilation: 2 }],
    ['one channel', 2, 1, { stride: 2 }],
    ['phases that have not all of the taps', 3, block, { stride: 2 }],
    ['gaps between windows', 2, block, { stride: 3 }],
  ])('with %s stay as they are', (_, kernel, outputs, options) => {
    expect(ops(transposed(kernel, outputs, options))).toEqual(['convTranspose2d']);
  });
});
