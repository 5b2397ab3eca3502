/** Transposed convolution layers in one, two and three dimensions. */
import { ArgumentError } from '../errors.js';
import { isIntegers, type Size1d, type Size2d, type Size3d } from '../functional/check.js';
import {
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  transposedSizes,
} from '../functional/conv-transpose.js';
import type { Tensor } from '../tensor/tensor.js';
import { ConvNd } from './conv-nd.js';

/** The options of transposed convolution layers. */
export interface ConvTransposeOptions<Size> {
  /** The step between the windows that neighbours of the input fill. Default 1. */
  stride?: Size;
  /** How much of the output is left out at both ends of each dimension. Default 0. */
  padding?: Size;
  /** By how much the output is larger at the far ends: less than the stride or the dilation. Default 0. */
  outputPadding?: Size;
  /** Into how many groups channels are split; each sees its own part of the input only. Default 1. */
  groups?: number;
  /** Whether a learned number is added to each output channel. Default true. */
  bias?: boolean;
  /** The step between the taps of the kernel. Default 1. */
  dilation?: Size;
  /** Only `'zeros'`. */
  paddingMode?: 'zeros';
}

/** The options of {@link ConvTranspose1d}. */
export type ConvTranspose1dOptions = ConvTransposeOptions<Size1d>;
/** The options of {@link ConvTranspose2d}. */
export type ConvTranspose2dOptions = ConvTransposeOptions<Size2d>;
/** The options of {@link ConvTranspose3d}. */
export type ConvTranspose3dOptions = ConvTransposeOptions<Size3d>;

/** What the transposed convolutions have in common: the size of the output. */
abstract class ConvTransposeNd<Sizes extends readonly number[]> extends ConvNd<Sizes> {
  /** The options with which the function is to be called. */
  protected prepare(input: Tensor, outputSize: readonly number[] | undefined) {
    const { stride, padding, groups, dilation } = this;
    return { stride, padding, outputPadding: this.#outputPadding(input, outputSize), groups, dilation };
  }

  /** The output padding that leads to `outputSize`, which may have batch and channels in front. */
  #outputPadding(input: Tensor, outputSize: readonly number[] | undefined): Sizes {
    const { kernelSize, stride, padding, dilation } = this;
    const dims = kernelSize.length;
    // The function refuses such an input, and says why.
    if (outputSize === undefined || input.ndim < dims + 1) return this.outputPadding;
    const where = this.constructor.name;
    if (!isIntegers(outputSize, dims, 0) && !isIntegers(outputSize, input.ndim, 0)) {
      const expected = `a list of ${dims} or ${input.ndim} sizes`;
      throw new ArgumentError(where, 'outputSize', expected, outputSize);
    }
    const sizes = outputSize.slice(-dims);
    const least = transposedSizes(input.shape.slice(-dims), kernelSize, stride, padding, dilation);
    const most = least.map((size, d) => size + (stride[d] as number) - 1);
    if (sizes.some((size, d) => size < (least[d] as number) || size > (most[d] as number))) {
      const expected = `from [${least.join(', ')}] to [${most.join(', ')}] for input of shape [${input.shape.join(', ')}]`;
      throw new ArgumentError(where, 'outputSize', expected, outputSize);
    }
    return sizes.map((size, d) => size - (least[d] as number)) as readonly number[] as Sizes;
  }
}

/**
 * One-dimensional transposed convolution with learned kernels.
 *
 * `output[n, o, x · stride + j · dilation - padding] = bias[o] + Σ_{c, x, j} weight[c, o, j] · input[n, c, x]`
 *
 * Shapes: `(N, inChannels, L) -> (N, outChannels, Lout)`, or the same without `N`, where
 * `Lout = (L - 1) · stride - 2 · padding + dilation · (kernelSize - 1) + outputPadding + 1`.
 *
 * Parameters: `weight` `(inChannels, outChannels / groups, kernelSize)`, `bias` `(outChannels)` or null; evenly from
 * `±1 / sqrt(outChannels / groups * kernelSize)` at first.
 *
 * @throws ArgumentError for sizes below 1, groups that do not divide the channels
 * @example new nn.ConvTranspose1d(16, 8, 2, { stride: 2 }) // (N, 16, 50) -> (N, 8, 100)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose1d.html
 */
export class ConvTranspose1d extends ConvTransposeNd<readonly [length: number]> {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Size1d,
    options: ConvTranspose1dOptions = {},
  ) {
    super('ConvTranspose1d', 1, true, inChannels, outChannels, kernelSize, options);
  }

  /** @param outputSize which of the sizes that differ by less than a stride the output is to have */
  forward(input: Tensor, outputSize?: readonly number[]): Tensor {
    return convTranspose1d(input, this.weight, this.bias, this.prepare(input, outputSize));
  }
}

/**
 * Two-dimensional transposed convolution with learned kernels.
 *
 * `output[n, o, y · stride + i · dilation - padding, …] = bias[o] + Σ_{c, y, x, i, j} weight[c, o, i, j] · input[n, c, y, x]`
 *
 * Shapes: `(N, inChannels, H, W) -> (N, outChannels, Hout, Wout)`, or the same without `N`, where
 * `Hout = (H - 1) · stride[0] - 2 · padding[0] + dilation[0] · (kernelSize[0] - 1) + outputPadding[0] + 1`.
 *
 * Parameters: `weight` `(inChannels, outChannels / groups, kernelHeight, kernelWidth)`, `bias` `(outChannels)` or null;
 * evenly from `±1 / sqrt(outChannels / groups * kernelHeight * kernelWidth)` at first.
 *
 * @throws ArgumentError for sizes below 1, groups that do not divide the channels
 * @example new nn.ConvTranspose2d(16, 8, 2, { stride: 2 }) // (N, 16, 14, 14) -> (N, 8, 28, 28)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html
 */
export class ConvTranspose2d extends ConvTransposeNd<readonly [height: number, width: number]> {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Size2d,
    options: ConvTranspose2dOptions = {},
  ) {
    super('ConvTranspose2d', 2, true, inChannels, outChannels, kernelSize, options);
  }

  /** @param outputSize which of the sizes that differ by less than a stride the output is to have */
  forward(input: Tensor, outputSize?: readonly number[]): Tensor {
    return convTranspose2d(input, this.weight, this.bias, this.prepare(input, outputSize));
  }
}

/**
 * Three-dimensional transposed convolution with learned kernels.
 *
 * `output[n, o, z · stride + d · dilation - padding, …] = bias[o] + Σ_{c, z, …, d, …} weight[c, o, d, …] · input[n, c, z, …]`
 *
 * Shapes: `(N, inChannels, D, H, W) -> (N, outChannels, Dout, Hout, Wout)`, or the same without `N`, where
 * `Dout = (D - 1) · stride[0] - 2 · padding[0] + dilation[0] · (kernelSize[0] - 1) + outputPadding[0] + 1`.
 *
 * Parameters: `weight` `(inChannels, outChannels / groups, kernelDepth, kernelHeight, kernelWidth)`, `bias` `(outChannels)`
 * or null; evenly from `±1 / sqrt(outChannels / groups * kernelDepth * kernelHeight * kernelWidth)` at first.
 *
 * @throws ArgumentError for sizes below 1, groups that do not divide the channels
 * @example new nn.ConvTranspose3d(16, 8, 2, { stride: 2 }) // (N, 16, 4, 7, 7) -> (N, 8, 8, 14, 14)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose3d.html
 */
export class ConvTranspose3d extends ConvTransposeNd<
  readonly [depth: number, height: number, width: number]
> {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Size3d,
    options: ConvTranspose3dOptions = {},
  ) {
    super('ConvTranspose3d', 3, true, inChannels, outChannels, kernelSize, options);
  }

  /** @param outputSize which of the sizes that differ by less than a stride the output is to have */
  forward(input: Tensor, outputSize?: readonly number[]): Tensor {
    return convTranspose3d(input, this.weight, this.bias, this.prepare(input, outputSize));
  }
}
