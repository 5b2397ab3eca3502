/** Images: the tensors that a plan keeps in the blocked layout. */
import type { Dim } from '../../graph/dim.js';
import type { Value } from '../../graph/graph.js';

/** A float32 tensor (N, C, H, W) of which only N depends on the batch. */
export interface Image {
  readonly rows: Dim;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** @returns undefined for other tensors */
export function imageOf({ shape, dtype }: Value): Image | undefined {
  const [rows, channels, height, width] = shape;
  const isImage =
    dtype === 'float32' &&
    shape.length === 4 &&
    [channels, height, width].every((size) => typeof size === 'number' && size > 0);
  if (!isImage) return undefined;
  return {
    rows: rows as Dim,
    channels: channels as number,
    height: height as number,
    width: width as number,
  };
}

/** (N, blocks, H, W, lanes): channel k is lane `k % block` of block `⌊k / block⌋`. */
export function blockedShape({ rows, channels, height, width }: Image, block: number): Dim[] {
  return [rows, Math.ceil(channels / block), height, width, block];
}
