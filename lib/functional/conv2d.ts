import { ArgumentError, ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import {
  checkBias,
  checkFloat32,
  checkInteger,
  checkRank,
  type Padding2d,
  toPadding,
  toPair,
} from './check.js';
import { windowPositions } from './conv-output-size.js';

/** Options of {@link conv2d}. A pair is `[height, width]`. */
export interface Conv2dOptions {
  /** The step between windows. Default 1. */
  stride?: number | readonly [number, number];
  /**
   * Zeros around the input: one number, a pair, or `[top, left, bottom, right]`. `'valid'` is none. `'same'` keeps the
   * input's size (with stride 1); where the zeros are odd in number, the extra one is at the bottom and right. Default 0.
   */
  padding?: Padding2d | 'same' | 'valid';
  /** The step between the taps of the kernel. Default 1. */
  dilation?: number | readonly [number, number];
  /** Into how many groups channels are split; each sees its own part of the input only. Default 1. */
  groups?: number;
}

/**
 * Two-dimensional convolution (cross-correlation, as everywhere in deep learning).
 *
 * `output[n, o, y, x] = bias[o] + Σ_{c, i, j} weight[o, c, i, j] · input[n, c, y · stride + i · dilation - padding, …]`
 *
 * @param input a float32 tensor, batched or not
 * @param weight the kernels
 * @param bias one number for each output channel; none if null or left out
 * @returns `(N, C, H, W) -> (N, O, Hout, Wout)` or `(C, H, W) -> (O, Hout, Wout)`, with weight
 * `(O, C / groups, Kh, Kw)` and bias `(O)`; sizes as {@link convOutputSize} has them
 * @throws ShapeError when the shapes do not fit each other or the kernel does not fit the padded input, ArgumentError
 * for a bad option, DTypeError when a tensor is not float32
 * @example conv2d(ones([1, 3, 28, 28]), ones([8, 3, 3, 3]), null, { padding: 1 }).shape // [1, 8, 28, 28]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv2d.html
 */
export function conv2d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: Conv2dOptions = {},
): Tensor {
  checkFloat32('conv2d', 'input', input);
  checkFloat32('conv2d', 'weight', weight);
  checkRank('conv2d', 'input', input, [3, 4], '(N, C, H, W) or (C, H, W)');
  checkRank('conv2d', 'weight', weight, [4], '(outChannels, inChannels / groups, height, width)');
  const { groups = 1 } = options;
  checkInteger('conv2d', 'groups', groups, 1);
  const [outChannels, , kernelHeight, kernelWidth] = weight.shape as [number, number, number, number];
  checkChannels(input, weight, groups);
  if (bias !== null) checkBias('conv2d', bias, outChannels, weight);

  const stride = toPair('conv2d', 'stride', options.stride ?? 1, 1);
  const dilation = toPair('conv2d', 'dilation', options.dilation ?? 1, 1);
  const kernel = [kernelHeight, kernelWidth] as const;
  const padding = resolvePadding(options.padding ?? 0, kernel, stride, dilation);
  const [height, width] = input.shape.slice(-2) as [number, number];
  const outHeight = windowPositions(height + padding[0] + padding[2], kernelHeight, stride[0], dilation[0]);
  const outWidth = windowPositions(width + padding[1] + padding[3], kernelWidth, stride[1], dilation[1]);
  if (outHeight < 1 || outWidth < 1) {
    throw new ShapeError(
      'conv2d',
      `the kernel must fit the padded input, received input of shape [${input.shape.join(', ')}] with padding ` +
        `[${padding.join(', ')}] (top, left, bottom, right) and weight of shape [${weight.shape.join(', ')}] with ` +
        `dilation [${dilation.join(', ')}]; pad more or use a smaller kernel`,
    );
  }
  const shape = [...input.shape.slice(0, -3), outChannels, outHeight, outWidth];
  return dispatch(
    'conv2d',
    { stride, padding, dilation, groups, activation: 'none' },
    [input, weight, bias],
    [{ shape, dtype: 'float32' }],
  )[0];
}

function checkChannels(input: Tensor, weight: Tensor, groups: number): void {
  const [outChannels, groupChannels] = weight.shape as [number, number];
  const channels = input.shape.at(-3);
  const shapes =
    `received input of shape [${input.shape.join(', ')}] and weight of shape [${weight.shape.join(', ')}] ` +
    `with groups ${groups}`;
  if (weight.numel() === 0) throw new ShapeError('conv2d', `weight must not be empty, ${shapes}`);
  if (channels !== groupChannels * groups) {
    throw new ShapeError('conv2d', `input must have ${groupChannels * groups} channels, ${shapes}`);
  }
  if (outChannels % groups !== 0) {
    throw new ShapeError('conv2d', `groups must divide the ${outChannels} output channels, ${shapes}`);
  }
}

/** Any form of padding as `[top, left, bottom, right]`. */
function resolvePadding(
  padding: unknown,
  kernel: readonly [number, number],
  stride: readonly [number, number],
  dilation: readonly [number, number],
): [number, number, number, number] {
  if (padding === 'valid') return [0, 0, 0, 0];
  if (padding === 'same') {
    if (stride[0] !== 1 || stride[1] !== 1) {
      throw new ArgumentError('conv2d', 'stride', `1 with padding 'same'`, stride);
    }
    const [vertical, horizontal] = [dilation[0] * (kernel[0] - 1), dilation[1] * (kernel[1] - 1)];
    const [top, left] = [Math.floor(vertical / 2), Math.floor(horizontal / 2)];
    return [top, left, vertical - top, horizontal - left];
  }
  return toPadding('conv2d', 'padding', padding, ", 'same' or 'valid'");
}
