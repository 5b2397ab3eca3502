/** Functions that move elements between the channels and the pixels of images, by views and one copy. */
import { ShapeError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkInteger, checkTensor } from './check.js';
import { permute, transpose } from './permute.js';
import { reshape } from './reshape.js';

/**
 * Spreads each run of `r * r` channels over a square of `r` by `r` pixels: the upsampling of sub-pixel convolution.
 *
 * `y[…, c, h * r + i, w * r + j] = x[…, (c * r + i) * r + j, h, w]`
 *
 * @param input any dtype
 * @param upscaleFactor `r`, at least 1
 * @returns `(…, C * r * r, H, W) -> (…, C, H * r, W * r)`
 * @throws ArgumentError for other factors; ShapeError for fewer than three dimensions, and for channels that `r * r` does
 * not divide
 * @example pixelShuffle(zeros([1, 12, 4, 4]), 2) // (1, 3, 8, 8)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.pixel_shuffle.html
 */
export function pixelShuffle(input: Tensor, upscaleFactor: number): Tensor {
  const [channels, height, width] = imageSizes('pixelShuffle', input);
  checkInteger('pixelShuffle', 'upscaleFactor', upscaleFactor, 1);
  const r = upscaleFactor;
  checkDivisible('pixelShuffle', input, 'channels', channels, r * r);
  const leading = input.shape.slice(0, -3);
  const d = leading.length;
  const blocks = reshape(input, [...leading, channels / (r * r), r, r, height, width]);
  const order = [...leading.keys(), d, d + 3, d + 1, d + 4, d + 2];
  return reshape(permute(blocks, order), [...leading, channels / (r * r), height * r, width * r]);
}

/**
 * Gathers each square of `r` by `r` pixels into `r * r` channels, which {@link pixelShuffle} undoes.
 *
 * `y[…, (c * r + i) * r + j, h, w] = x[…, c, h * r + i, w * r + j]`
 *
 * @param input any dtype
 * @param downscaleFactor `r`, at least 1
 * @returns `(…, C, H * r, W * r) -> (…, C * r * r, H, W)`
 * @throws ArgumentError for other factors; ShapeError for fewer than three dimensions, and for a height or width that `r`
 * does not divide
 * @example pixelUnshuffle(zeros([1, 3, 8, 8]), 2) // (1, 12, 4, 4)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.pixel_unshuffle.html
 */
export function pixelUnshuffle(input: Tensor, downscaleFactor: number): Tensor {
  const [channels, height, width] = imageSizes('pixelUnshuffle', input);
  checkInteger('pixelUnshuffle', 'downscaleFactor', downscaleFactor, 1);
  const r = downscaleFactor;
  checkDivisible('pixelUnshuffle', input, 'height', height, r);
  checkDivisible('pixelUnshuffle', input, 'width', width, r);
  const leading = input.shape.slice(0, -3);
  const d = leading.length;
  const blocks = reshape(input, [...leading, channels, height / r, r, width / r, r]);
  const order = [...leading.keys(), d, d + 2, d + 4, d + 1, d + 3];
  return reshape(permute(blocks, order), [...leading, channels * r * r, height / r, width / r]);
}

/**
 * Deals the channels out: the first of every group, then the second of every group, and so on.
 *
 * `y[n, k * groups + g, …] = x[n, g * C / groups + k, …]`
 *
 * @param input any dtype
 * @param groups at least 1
 * @returns `(N, C, …) -> (N, C, …)`
 * @throws ArgumentError for other groups; ShapeError for fewer than three dimensions, and for channels that `groups` does
 * not divide
 * @example channelShuffle(features, 2) // channels 0 1 2 3 become 0 2 1 3
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ChannelShuffle.html
 */
export function channelShuffle(input: Tensor, groups: number): Tensor {
  imageSizes('channelShuffle', input);
  checkInteger('channelShuffle', 'groups', groups, 1);
  const [batch, channels, ...sizes] = input.shape as [number, number, ...number[]];
  checkDivisible('channelShuffle', input, 'channels', channels, groups);
  const grouped = reshape(input, [batch, groups, channels / groups, ...sizes]);
  return reshape(transpose(grouped, 1, 2), input.shape);
}

/** The last three sizes. */
function imageSizes(where: string, input: unknown): [channels: number, height: number, width: number] {
  checkTensor(where, 'input', input);
  if (input.ndim < 3) {
    throw new ShapeError(
      where,
      `input must have at least three dimensions, received shape [${input.shape.join(', ')}]`,
    );
  }
  return input.shape.slice(-3) as [number, number, number];
}

function checkDivisible(where: string, input: Tensor, what: string, size: number, divisor: number): void {
  if (size % divisor === 0) return;
  throw new ShapeError(
    where,
    `the ${what} of input [${input.shape.join(', ')}] must be divisible by ${divisor}, received ${size}`,
    { argument: 'input', received: `[${input.shape.join(', ')}]` },
  );
}
