/** Convolutions in one, two and three dimensions. */
import { ArgumentError, ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import {
  checkBias,
  checkFloat32,
  checkInteger,
  checkOptions,
  checkRank,
  type Padding1d,
  type Padding2d,
  type Padding3d,
  type Size1d,
  type Size2d,
  type Size3d,
  toSides,
  toSizes,
} from './check.js';
import { windowPositions } from './conv-output-size.js';

/** The options of {@link conv1d}, {@link conv2d} and {@link conv3d}. */
export interface ConvOptions<Size, Padding> {
  /** The step between windows. Default 1. */
  stride?: Size;
  /**
   * Zeros around the input: one number, one for each dimension, or what comes before each dimension and then what comes
   * behind each, such as `[top, left, bottom, right]`. `'valid'` is none. `'same'` keeps the input's size (with stride 1);
   * where the zeros are odd in number, the extra one is behind. Default 0.
   */
  padding?: Padding | 'same' | 'valid';
  /** The step between the taps of the kernel. Default 1. */
  dilation?: Size;
  /** Into how many groups channels are split; each sees its own part of the input only. Default 1. */
  groups?: number;
}

/** The options of {@link conv1d}. */
export type Conv1dOptions = ConvOptions<Size1d, Padding1d>;
/** The options of {@link conv2d}. */
export type Conv2dOptions = ConvOptions<Size2d, Padding2d>;
/** The options of {@link conv3d}. */
export type Conv3dOptions = ConvOptions<Size3d, Padding3d>;

const OPTIONS = ['stride', 'padding', 'dilation', 'groups'];

/** The shapes of inputs and of weights, by the number of dimensions that the window slides along. */
export const LAYOUTS = [
  '',
  '(N, C, L) or (C, L)',
  '(N, C, H, W) or (C, H, W)',
  '(N, C, D, H, W) or (C, D, H, W)',
];
export const KERNELS = ['', 'length', 'height, width', 'depth, height, width'];

/**
 * One-dimensional convolution (cross-correlation, as everywhere in deep learning).
 *
 * `output[n, o, x] = bias[o] + Σ_{c, j} weight[o, c, j] · input[n, c, x · stride + j · dilation - padding]`
 *
 * @param input a float32 tensor, batched or not
 * @param weight the kernels
 * @param bias one number for each output channel; none if null or left out
 * @param options stride (1), padding (0), dilation (1), groups (1)
 * @returns `(N, C, L) -> (N, O, Lout)` or `(C, L) -> (O, Lout)`, with weight `(O, C / groups, K)` and bias `(O)`; the size
 * as {@link convOutputSize} has it
 * @throws ShapeError when the shapes do not fit each other or the kernel does not fit the padded input, ArgumentError
 * for a bad option, DTypeError when a tensor is not float32
 * @example conv1d(ones([1, 3, 28]), ones([8, 3, 3]), null, { padding: 1 }).shape // [1, 8, 28]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv1d.html
 */
export function conv1d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: Conv1dOptions = {},
): Tensor {
  return conv('conv1d', 1, input, weight, bias, options);
}

/**
 * Two-dimensional convolution (cross-correlation, as everywhere in deep learning).
 *
 * `output[n, o, y, x] = bias[o] + Σ_{c, i, j} weight[o, c, i, j] · input[n, c, y · stride + i · dilation - padding, …]`
 *
 * @param input a float32 tensor, batched or not
 * @param weight the kernels
 * @param bias one number for each output channel; none if null or left out
 * @param options stride (1), padding (0), dilation (1), groups (1)
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
  return conv('conv2d', 2, input, weight, bias, options);
}

/**
 * Three-dimensional convolution (cross-correlation, as everywhere in deep learning).
 *
 * `output[n, o, z, y, x] = bias[o] + Σ_{c, d, i, j} weight[o, c, d, i, j] · input[n, c, z · stride + d · dilation - padding, …]`
 *
 * @param input a float32 tensor, batched or not
 * @param weight the kernels
 * @param bias one number for each output channel; none if null or left out
 * @param options stride (1), padding (0), dilation (1), groups (1)
 * @returns `(N, C, D, H, W) -> (N, O, Dout, Hout, Wout)` or `(C, D, H, W) -> (O, Dout, Hout, Wout)`, with weight
 * `(O, C / groups, Kd, Kh, Kw)` and bias `(O)`; sizes as {@link convOutputSize} has them
 * @throws ShapeError when the shapes do not fit each other or the kernel does not fit the padded input, ArgumentError
 * for a bad option, DTypeError when a tensor is not float32
 * @example conv3d(ones([1, 3, 8, 28, 28]), ones([8, 3, 3, 3, 3]), null, { padding: 1 }).shape // [1, 8, 8, 28, 28]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv3d.html
 */
export function conv3d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: Conv3dOptions = {},
): Tensor {
  return conv('conv3d', 3, input, weight, bias, options);
}

function conv(
  where: string,
  dims: number,
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  options: ConvOptions<unknown, unknown>,
): Tensor {
  checkOptions(where, options, OPTIONS);
  checkFloat32(where, 'input', input);
  checkFloat32(where, 'weight', weight);
  checkRank(where, 'input', input, [dims + 1, dims + 2], LAYOUTS[dims] as string);
  checkRank(where, 'weight', weight, [dims + 2], `(outChannels, inChannels / groups, ${KERNELS[dims]})`);
  const { groups = 1 } = options;
  checkInteger(where, 'groups', groups, 1);
  const [outChannels, , ...kernel] = weight.shape as [number, number, ...number[]];
  checkChannels(where, dims, input, weight, groups);
  if (bias !== null) checkBias(where, bias, outChannels, weight);

  const stride = toSizes(where, 'stride', options.stride ?? 1, dims, 1);
  const dilation = toSizes(where, 'dilation', options.dilation ?? 1, dims, 1);
  const padding = resolvePadding(where, options.padding ?? 0, kernel, stride, dilation);
  const sizes = input.shape.slice(-dims).map((size, d) => {
    const padded = size + (padding[d] as number) + (padding[d + dims] as number);
    return windowPositions(padded, kernel[d] as number, stride[d] as number, dilation[d] as number);
  });
  if (sizes.some((size) => size < 1)) {
    throw new ShapeError(
      where,
      `the kernel must fit the padded input, received input of shape [${input.shape.join(', ')}] with padding ` +
        `[${padding.join(', ')}] (before each dimension, then behind each) and weight of shape ` +
        `[${weight.shape.join(', ')}] with dilation [${dilation.join(', ')}]; pad more or use a smaller kernel`,
    );
  }
  const shape = [...input.shape.slice(0, -dims - 1), outChannels, ...sizes];
  return dispatch(
    where,
    { stride, padding, dilation, groups, activation: 'none' },
    [input, weight, bias],
    [{ shape, dtype: 'float32' }],
  )[0];
}

function checkChannels(where: string, dims: number, input: Tensor, weight: Tensor, groups: number): void {
  const [outChannels, groupChannels] = weight.shape as [number, number];
  const channels = input.shape.at(-dims - 1);
  const shapes =
    `received input of shape [${input.shape.join(', ')}] and weight of shape [${weight.shape.join(', ')}] ` +
    `with groups ${groups}`;
  if (weight.numel() === 0) throw new ShapeError(where, `weight must not be empty, ${shapes}`);
  if (channels !== groupChannels * groups) {
    throw new ShapeError(where, `input must have ${groupChannels * groups} channels, ${shapes}`);
  }
  if (outChannels % groups !== 0) {
    throw new ShapeError(where, `groups must divide the ${outChannels} output channels, ${shapes}`);
  }
}

/** Any form of padding as a list: before each dimension, then behind each. */
function resolvePadding(
  where: string,
  padding: unknown,
  kernel: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
): number[] {
  if (padding === 'valid') return new Array(2 * kernel.length).fill(0);
  if (padding === 'same') {
    if (stride.some((step) => step !== 1)) {
      throw new ArgumentError(where, 'stride', `1 with padding 'same'`, stride);
    }
    const totals = kernel.map((size, d) => (dilation[d] as number) * (size - 1));
    return [...totals.map((total) => Math.floor(total / 2)), ...totals.map((total) => Math.ceil(total / 2))];
  }
  return toSides(where, 'padding', padding, kernel.length, ", 'same' or 'valid'");
}
