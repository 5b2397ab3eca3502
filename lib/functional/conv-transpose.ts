/** Transposed convolutions in one, two and three dimensions. */
import { ArgumentError, ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import {
  checkBias,
  checkFloat32,
  checkInteger,
  checkOptions,
  checkRank,
  type Size1d,
  type Size2d,
  type Size3d,
  toSizes,
} from './check.js';
import { KERNELS, LAYOUTS } from './conv.js';

/** The options of {@link convTranspose1d}, {@link convTranspose2d} and {@link convTranspose3d}. */
export interface ConvTransposeOptions<Size> {
  /** The step between the windows that neighbours of the input fill. Default 1. */
  stride?: Size;
  /** How much of the output is left out at both ends of each dimension. Default 0. */
  padding?: Size;
  /** By how much the output is larger at the far ends: less than the stride or the dilation. Default 0. */
  outputPadding?: Size;
  /** Into how many groups channels are split; each sees its own part of the input only. Default 1. */
  groups?: number;
  /** The step between the taps of the kernel. Default 1. */
  dilation?: Size;
}

/** The options of {@link convTranspose1d}. */
export type ConvTranspose1dOptions = ConvTransposeOptions<Size1d>;
/** The options of {@link convTranspose2d}. */
export type ConvTranspose2dOptions = ConvTransposeOptions<Size2d>;
/** The options of {@link convTranspose3d}. */
export type ConvTranspose3dOptions = ConvTransposeOptions<Size3d>;

const OPTIONS = ['stride', 'padding', 'outputPadding', 'groups', 'dilation'];

/**
 * One-dimensional transposed convolution: each element of the input adds a multiple of the kernel to the output. Where it
 * is called deconvolution, this is meant; it inverts the shapes of {@link conv1d}, not the numbers.
 *
 * `output[n, o, x · stride + j · dilation - padding] = bias[o] + Σ_{c, x, j} weight[c, o, j] · input[n, c, x]`
 *
 * @param input a float32 tensor, batched or not
 * @param weight the kernels, input channels first
 * @param bias one number for each output channel; none if null or left out
 * @param options stride (1), padding (0), outputPadding (0), groups (1), dilation (1)
 * @returns `(N, C, L) -> (N, O, Lout)` or `(C, L) -> (O, Lout)`, with weight `(C, O / groups, K)` and bias `(O)`, where
 * `Lout = (L - 1) · stride - 2 · padding + dilation · (K - 1) + outputPadding + 1`
 * @throws ShapeError when the shapes do not fit each other or nothing would be left of the output, ArgumentError for a bad
 * option, DTypeError when a tensor is not float32
 * @example convTranspose1d(ones([1, 8, 14]), ones([8, 3, 2]), null, { stride: 2 }).shape // [1, 3, 28]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose1d.html
 */
export function convTranspose1d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvTranspose1dOptions = {},
): Tensor {
  return convTranspose('convTranspose1d', 1, input, weight, bias, options);
}

/**
 * Two-dimensional transposed convolution: each pixel of the input adds a multiple of the kernel to the output. Where it is
 * called deconvolution, this is meant; it inverts the shapes of {@link conv2d}, not the numbers.
 *
 * `output[n, o, y · stride + i · dilation - padding, …] = bias[o] + Σ_{c, y, x, i, j} weight[c, o, i, j] · input[n, c, y, x]`
 *
 * @param input a float32 tensor, batched or not
 * @param weight the kernels, input channels first
 * @param bias one number for each output channel; none if null or left out
 * @param options stride (1), padding (0), outputPadding (0), groups (1), dilation (1)
 * @returns `(N, C, H, W) -> (N, O, Hout, Wout)` or `(C, H, W) -> (O, Hout, Wout)`, with weight `(C, O / groups, Kh, Kw)`
 * and bias `(O)`, where `Hout = (H - 1) · stride - 2 · padding + dilation · (Kh - 1) + outputPadding + 1`
 * @throws ShapeError when the shapes do not fit each other or nothing would be left of the output, ArgumentError for a bad
 * option, DTypeError when a tensor is not float32
 * @example convTranspose2d(ones([1, 8, 14, 14]), ones([8, 3, 2, 2]), null, { stride: 2 }).shape // [1, 3, 28, 28]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose2d.html
 */
export function convTranspose2d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvTranspose2dOptions = {},
): Tensor {
  return convTranspose('convTranspose2d', 2, input, weight, bias, options);
}

/**
 * Three-dimensional transposed convolution: each element of the input adds a multiple of the kernel to the output. Where
 * it is called deconvolution, this is meant; it inverts the shapes of {@link conv3d}, not the numbers.
 *
 * `output[n, o, z · stride + d · dilation - padding, …] = bias[o] + Σ_{c, z, …, d, …} weight[c, o, d, …] · input[n, c, z, …]`
 *
 * @param input a float32 tensor, batched or not
 * @param weight the kernels, input channels first
 * @param bias one number for each output channel; none if null or left out
 * @param options stride (1), padding (0), outputPadding (0), groups (1), dilation (1)
 * @returns `(N, C, D, H, W) -> (N, O, Dout, Hout, Wout)`, or both without `N`, with weight `(C, O / groups, Kd, Kh, Kw)`
 * and bias `(O)`, where `Dout = (D - 1) · stride - 2 · padding + dilation · (Kd - 1) + outputPadding + 1`
 * @throws ShapeError when the shapes do not fit each other or nothing would be left of the output, ArgumentError for a bad
 * option, DTypeError when a tensor is not float32
 * @example convTranspose3d(ones([1, 8, 4, 7, 7]), ones([8, 3, 2, 2, 2]), null, { stride: 2 }).shape // [1, 3, 8, 14, 14]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose3d.html
 */
export function convTranspose3d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvTranspose3dOptions = {},
): Tensor {
  return convTranspose('convTranspose3d', 3, input, weight, bias, options);
}

function convTranspose(
  where: string,
  dims: number,
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  options: ConvTransposeOptions<unknown>,
): Tensor {
  checkOptions(where, options, OPTIONS);
  checkFloat32(where, 'input', input);
  checkFloat32(where, 'weight', weight);
  checkRank(where, 'input', input, [dims + 1, dims + 2], LAYOUTS[dims] as string);
  checkRank(where, 'weight', weight, [dims + 2], `(inChannels, outChannels / groups, ${KERNELS[dims]})`);
  const { groups = 1 } = options;
  checkInteger(where, 'groups', groups, 1);
  checkChannels(where, dims, input, weight, groups);
  const [, groupChannels, ...kernel] = weight.shape as [number, number, ...number[]];
  const outChannels = groupChannels * groups;
  if (bias !== null) checkBias(where, bias, outChannels, weight);

  const stride = toSizes(where, 'stride', options.stride ?? 1, dims, 1);
  const padding = toSizes(where, 'padding', options.padding ?? 0, dims, 0);
  const dilation = toSizes(where, 'dilation', options.dilation ?? 1, dims, 1);
  const outputPadding = toSizes(where, 'outputPadding', options.outputPadding ?? 0, dims, 0);
  if (outputPadding.some((size, d) => size >= Math.max(stride[d] as number, dilation[d] as number))) {
    const expected = `less than the stride [${stride.join(', ')}] or the dilation [${dilation.join(', ')}]`;
    throw new ArgumentError(where, 'outputPadding', expected, outputPadding);
  }
  const least = transposedSizes(input.shape.slice(-dims), kernel, stride, padding, dilation);
  const sizes = least.map((size, d) => size + (outputPadding[d] as number));
  if (sizes.some((size) => size < 1)) {
    throw new ShapeError(
      where,
      `the output would be [${sizes.join(', ')}] for input of shape [${input.shape.join(', ')}] and weight of shape ` +
        `[${weight.shape.join(', ')}] with padding [${padding.join(', ')}]; pad less`,
    );
  }
  const shape = [...input.shape.slice(0, -dims - 1), outChannels, ...sizes];
  return dispatch(
    where,
    { stride, padding, dilation, groups },
    [input, weight, bias],
    [{ shape, dtype: 'float32' }],
  )[0];
}

/** The sizes of a transposed convolution's output without output padding. */
export function transposedSizes(
  sizes: readonly number[],
  kernel: readonly number[],
  stride: readonly number[],
  padding: readonly number[],
  dilation: readonly number[],
): number[] {
  return sizes.map((size, d) => {
    const reach = (dilation[d] as number) * ((kernel[d] as number) - 1) + 1;
    return (size - 1) * (stride[d] as number) - 2 * (padding[d] as number) + reach;
  });
}

function checkChannels(where: string, dims: number, input: Tensor, weight: Tensor, groups: number): void {
  const channels = weight.shape[0] as number;
  const shapes =
    `received input of shape [${input.shape.join(', ')}] and weight of shape [${weight.shape.join(', ')}] ` +
    `with groups ${groups}`;
  if (weight.numel() === 0) throw new ShapeError(where, `weight must not be empty, ${shapes}`);
  if (input.shape.slice(-dims).includes(0))
    throw new ShapeError(where, `images must not be empty, ${shapes}`);
  if (input.shape.at(-dims - 1) !== channels)
    throw new ShapeError(where, `input must have ${channels} channels, ${shapes}`);
  if (channels % groups !== 0)
    throw new ShapeError(where, `groups must divide the ${channels} input channels, ${shapes}`);
}
