/** Convolution layers in one, two and three dimensions. */
import type { Size1d, Size2d, Size3d } from '../functional/check.js';
import { conv1d, conv2d, conv3d } from '../functional/conv.js';
import { pad } from '../functional/pad.js';
import type { Tensor } from '../tensor/tensor.js';
import { ConvNd, type PaddingMode } from './conv-nd.js';

/** The options of convolution layers. */
export interface ConvOptions<Size> {
  /** The step between windows. Default 1. */
  stride?: Size;
  /** Elements around the input; `'valid'` is none, `'same'` keeps the input's size (with stride 1). Default 0. */
  padding?: Size | 'same' | 'valid';
  /** The step between the taps of the kernel. Default 1. */
  dilation?: Size;
  /** Into how many groups channels are split; each sees its own part of the input only. Default 1. */
  groups?: number;
  /** Whether a learned number is added to each output channel. Default true. */
  bias?: boolean;
  /** Default `'zeros'`. */
  paddingMode?: PaddingMode;
}

/** The options of {@link Conv1d}. */
export type Conv1dOptions = ConvOptions<Size1d>;
/** The options of {@link Conv2d}. */
export type Conv2dOptions = ConvOptions<Size2d>;
/** The options of {@link Conv3d}. */
export type Conv3dOptions = ConvOptions<Size3d>;

/** What the convolutions have in common: padding in all its forms. */
abstract class PaddedConv<Sizes extends readonly number[]> extends ConvNd<Sizes, Sizes | 'same' | 'valid'> {
  /** The input and the options with which the function is to be called. */
  protected prepare(input: Tensor) {
    const { stride, dilation, groups, paddingMode } = this;
    if (paddingMode === 'zeros')
      return { input, options: { stride, padding: this.padding, dilation, groups } };
    return { input: pad(input, this.#sides(), { mode: paddingMode }), options: { stride, dilation, groups } };
  }

  /** The padding as `pad` takes it: the last dimension first. */
  #sides(): number[] {
    const { padding, dilation, kernelSize } = this;
    return kernelSize
      .map((size, d) => {
        if (padding === 'valid') return [0, 0];
        if (padding !== 'same') return [padding[d] as number, padding[d] as number];
        const total = (dilation[d] as number) * (size - 1);
        return [Math.floor(total / 2), Math.ceil(total / 2)];
      })
      .reverse()
      .flat();
  }
}

/**
 * One-dimensional convolution with learned kernels.
 *
 * `output[n, o] = bias[o] + Σ_c weight[o, c] ⋆ input[n, c]`, where `⋆` is cross-correlation
 *
 * Shapes: `(N, inChannels, L) -> (N, outChannels, Lout)`, or the same without `N`, where
 * `Lout = convOutputSize(L, kernelSize[0], padding[0], stride[0], dilation[0])`.
 *
 * Parameters: `weight` `(outChannels, inChannels / groups, kernelSize)`, `bias` `(outChannels)` or null; evenly from
 * `±1 / sqrt(inChannels / groups * kernelSize)` at first.
 *
 * @throws ArgumentError for sizes below 1, groups that do not divide the channels, `'same'` with a stride
 * @example new nn.Conv1d(16, 32, 3, { padding: 1 }) // (N, 16, 100) -> (N, 32, 100)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Conv1d.html
 */
export class Conv1d extends PaddedConv<readonly [length: number]> {
  constructor(inChannels: number, outChannels: number, kernelSize: Size1d, options: Conv1dOptions = {}) {
    super('Conv1d', 1, false, inChannels, outChannels, kernelSize, options);
  }

  forward(input: Tensor): Tensor {
    const prepared = this.prepare(input);
    return conv1d(prepared.input, this.weight, this.bias, prepared.options);
  }
}

/**
 * Two-dimensional convolution with learned kernels.
 *
 * `output[n, o] = bias[o] + Σ_c weight[o, c] ⋆ input[n, c]`, where `⋆` is cross-correlation
 *
 * Shapes: `(N, inChannels, H, W) -> (N, outChannels, Hout, Wout)`, or the same without `N`, where
 * `Hout = convOutputSize(H, kernelSize[0], padding[0], stride[0], dilation[0])`.
 *
 * Parameters: `weight` `(outChannels, inChannels / groups, kernelHeight, kernelWidth)`, `bias` `(outChannels)` or null;
 * evenly from `±1 / sqrt(inChannels / groups * kernelHeight * kernelWidth)` at first.
 *
 * @throws ArgumentError for sizes below 1, groups that do not divide the channels, `'same'` with a stride
 * @example new nn.Conv2d(1, 32, 3, { padding: 1 }) // (N, 1, 28, 28) -> (N, 32, 28, 28)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
export class Conv2d extends PaddedConv<readonly [height: number, width: number]> {
  constructor(inChannels: number, outChannels: number, kernelSize: Size2d, options: Conv2dOptions = {}) {
    super('Conv2d', 2, false, inChannels, outChannels, kernelSize, options);
  }

  forward(input: Tensor): Tensor {
    const prepared = this.prepare(input);
    return conv2d(prepared.input, this.weight, this.bias, prepared.options);
  }
}

/**
 * Three-dimensional convolution with learned kernels.
 *
 * `output[n, o] = bias[o] + Σ_c weight[o, c] ⋆ input[n, c]`, where `⋆` is cross-correlation
 *
 * Shapes: `(N, inChannels, D, H, W) -> (N, outChannels, Dout, Hout, Wout)`, or the same without `N`, where
 * `Dout = convOutputSize(D, kernelSize[0], padding[0], stride[0], dilation[0])`.
 *
 * Parameters: `weight` `(outChannels, inChannels / groups, kernelDepth, kernelHeight, kernelWidth)`, `bias` `(outChannels)`
 * or null; evenly from `±1 / sqrt(inChannels / groups * kernelDepth * kernelHeight * kernelWidth)` at first.
 *
 * @throws ArgumentError for sizes below 1, groups that do not divide the channels, `'same'` with a stride
 * @example new nn.Conv3d(1, 32, 3, { padding: 1 }) // (N, 1, 8, 28, 28) -> (N, 32, 8, 28, 28)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Conv3d.html
 */
export class Conv3d extends PaddedConv<readonly [depth: number, height: number, width: number]> {
  constructor(inChannels: number, outChannels: number, kernelSize: Size3d, options: Conv3dOptions = {}) {
    super('Conv3d', 3, false, inChannels, outChannels, kernelSize, options);
  }

  forward(input: Tensor): Tensor {
    const prepared = this.prepare(input);
    return conv3d(prepared.input, this.weight, this.bias, prepared.options);
  }
}
