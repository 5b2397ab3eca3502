/** Images in the blocked layout, and what convolutions of them are told. */
import { contiguous } from '../../lib/functional/copy.js';
import { pad } from '../../lib/functional/pad.js';
import { permute } from '../../lib/functional/permute.js';
import { reshape } from '../../lib/functional/reshape.js';
import { slice } from '../../lib/functional/slice.js';
import { inputBlocks } from '../../lib/plan/blocked/groups.js';
import { type Attributes, addon } from '../../lib/runtime/addon.js';
import { dispatch } from '../../lib/runtime/dispatch.js';
import { full } from '../../lib/tensor/create.js';
import { runInto, type Tensor } from '../../lib/tensor/tensor.js';

export const block = addon.channelBlock;
export const blocksOf = (channels: number) => Math.ceil(channels / block);

export function toBlocked(x: Tensor): Tensor {
  const [n, c, h, w] = x.shape as [number, number, number, number];
  const padded = pad(x, [0, 0, 0, 0, 0, blocksOf(c) * block - c]);
  return contiguous(permute(reshape(padded, [n, blocksOf(c), block, h, w]), [0, 1, 3, 4, 2]));
}

export function fromBlocked(x: Tensor, channels: number): Tensor {
  const [n, b, h, w] = x.shape as [number, number, number, number];
  return slice(reshape(permute(x, [0, 1, 4, 2, 3]), [n, b * block, h, w]), 1, 0, channels);
}

/** The blocked shape of images of shape (N, C, H, W). */
export function blockedShape([n, c, h, w]: readonly number[]): number[] {
  return [n as number, blocksOf(c as number), h as number, w as number, block];
}

/** The same elements, each sample between other blocks. */
export function apart(x: Tensor): Tensor {
  const [n, blocks, ...rest] = x.shape as [number, number, ...number[]];
  const part = slice(full([n, blocks + 2, ...rest], Number.NaN), 1, 1, blocks + 1);
  runInto('copy', {}, [x], [part]);
  return part;
}

/** Runs an op on blocked images whose samples lie apart, in input and output; the plain output has `shape`. */
export function runBlocked(
  op: string,
  attributes: Attributes,
  [x, ...others]: readonly [Tensor, ...(Tensor | null)[]],
  shape: readonly number[],
): Tensor {
  const target = apart(full(blockedShape(shape), Number.NaN));
  runInto(op, attributes, [apart(toBlocked(x)), ...others], [target]);
  return contiguous(fromBlocked(contiguous(target), shape[1] as number));
}

/** Weights as blockedConv2d or stemConv2d wants them. */
export function packDirect(op: 'blockedConv2d' | 'stemConv2d', weight: Tensor, groups = 1): Tensor {
  const [outChannels, inChannels, ...kernel] = weight.shape as [number, number, number, number];
  const shape =
    op === 'stemConv2d'
      ? [blocksOf(outChannels), inChannels, ...kernel, block]
      : [
          blocksOf(outChannels),
          inputBlocks(inChannels * groups, outChannels, groups, block),
          ...kernel,
          block,
          block,
        ];
  return dispatch(`${op}Weight`, { groups }, [weight], [{ shape, dtype: 'float32' }])[0];
}

export function packDepthwise(weight: Tensor): Tensor {
  const [channels, , height, width] = weight.shape as [number, number, number, number];
  const shape = [blocksOf(channels), height, width, block];
  return dispatch('blockedDepthwiseConv2dWeight', {}, [weight], [{ shape, dtype: 'float32' }])[0];
}

type Pair = readonly [number, number];

export function packWinograd(weight: Tensor, tile: Pair): Tensor {
  const [outChannels, inChannels, height, width] = weight.shape as [number, number, number, number];
  const points = (tile[0] + height - 1) * (tile[1] + width - 1);
  const shape = [points, blocksOf(outChannels), blocksOf(inChannels), block, block];
  return dispatch('winogradConv2dWeight', { groups: 1, tile }, [weight], [{ shape, dtype: 'float32' }])[0];
}

/** Of a convolution whose output is as large as its input. */
export const winogradAttributes = (
  inChannels: number,
  outChannels: number,
  tile: Pair,
  kernel: Pair = [3, 3],
) => {
  const padding = kernel.map((taps) => (taps - 1) / 2);
  return {
    inChannels,
    outChannels,
    kernel,
    stride: [1, 1],
    padding: [...padding, ...padding],
    dilation: [1, 1],
    groups: 1,
    activation: 'relu',
    tile,
  };
};
