/** Channels-last images and Keras's padding, over functions that want channels first. */
import { ArgumentError, ShapeError } from '../errors.js';
import { checkTensor } from '../functional/check.js';
import { permute } from '../functional/permute.js';
import type { Tensor } from '../tensor/tensor.js';

/** `'valid'` is none; `'same'` makes the output `ceil(size / stride)` large. */
export type Padding = 'valid' | 'same';

/** @throws ArgumentError unless `value` is a padding of Keras */
export function checkPadding(where: string, value: unknown): asserts value is Padding {
  if (value !== 'valid' && value !== 'same')
    throw new ArgumentError(where, 'padding', "'valid' or 'same'", value);
}

/** (N, H, W, C) as (N, C, H, W); a view. @throws ShapeError for other ranks */
export function channelsFirst(where: string, input: unknown): Tensor {
  checkTensor(where, 'input', input);
  if (input.ndim !== 4) {
    const received = `[${input.shape.join(', ')}]`;
    throw new ShapeError(where, `input must be (N, H, W, C), received shape ${received}`, {
      argument: 'input',
      expected: '(N, H, W, C)',
      received,
    });
  }
  return permute(input, [0, 3, 1, 2]);
}

/** (N, C, H, W) as (N, H, W, C); a view, so that a layer after it has nothing to copy. */
export function channelsLast(output: Tensor): Tensor {
  return permute(output, [0, 2, 3, 1]);
}

/**
 * The padding of an image (N, C, H, W) as `[top, left, bottom, right]`. With `'same'`, an odd one out is at the bottom
 * and right.
 */
export function toSides(
  padding: Padding,
  image: Tensor,
  kernel: readonly [number, number],
  strides: readonly [number, number],
): [number, number, number, number] {
  if (padding === 'valid') return [0, 0, 0, 0];
  const [height, width] = image.shape.slice(-2) as [number, number];
  const [top, bottom] = sameSides(height, kernel[0], strides[0]);
  const [left, right] = sameSides(width, kernel[1], strides[1]);
  return [top, left, bottom, right];
}

function sameSides(size: number, kernel: number, stride: number): [number, number] {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + kernel - size, 0);
  const before = Math.floor(total / 2);
  return [before, total - before];
}
