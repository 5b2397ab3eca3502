/** Images in the blocked layout, and calls of the op winogradConv2d on them. */
import { contiguous } from '../../lib/functional/copy.js';
import { pad } from '../../lib/functional/pad.js';
import { permute } from '../../lib/functional/permute.js';
import { reshape } from '../../lib/functional/reshape.js';
import { slice } from '../../lib/functional/slice.js';
import { addon } from '../../lib/runtime/addon.js';
import { dispatch } from '../../lib/runtime/dispatch.js';
import type { Tensor } from '../../lib/tensor/tensor.js';

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

export function packWinograd(weight: Tensor, tile: number): Tensor {
  const [outChannels, inChannels] = weight.shape as [number, number];
  const shape = [(tile + 2) ** 2, blocksOf(outChannels), blocksOf(inChannels), block, block];
  return dispatch('winogradConv2dWeight', { groups: 1, tile }, [weight], [{ shape, dtype: 'float32' }])[0];
}

export const winogradAttributes = (inChannels: number, outChannels: number, tile: number) => ({
  inChannels,
  outChannels,
  kernel: [3, 3],
  stride: [1, 1],
  padding: [1, 1, 1, 1],
  dilation: [1, 1],
  groups: 1,
  activation: 'relu',
  tile,
});
