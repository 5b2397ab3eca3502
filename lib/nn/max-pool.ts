/** Max pooling layers. */
import { checkBoolean, checkOptions, toSizes } from '../functional/check.js';
import {
  type MaxPooled,
  type MaxPoolOptions,
  maxPool1d,
  maxPool2d,
  maxPool3d,
} from '../functional/max-pool.js';
import type { Size1d, Size2d, Size3d } from '../functional/pool.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

/** The options of {@link MaxPool1d}. */
export type MaxPool1dOptions<Indices extends boolean = false> = MaxPoolOptions<Size1d, Size1d, Indices>;

/** The options of {@link MaxPool2d}. A pair is `[height, width]`. */
export type MaxPool2dOptions<Indices extends boolean = false> = MaxPoolOptions<Size2d, Size2d, Indices>;

/** The options of {@link MaxPool3d}. A triple is `[depth, height, width]`. */
export type MaxPool3dOptions<Indices extends boolean = false> = MaxPoolOptions<Size3d, Size3d, Indices>;

const OPTIONS = ['stride', 'padding', 'dilation', 'ceilMode', 'returnIndices'];

abstract class MaxPoolNd<Size, Indices extends boolean> extends Module {
  readonly kernelSize: Size;
  readonly stride: Size;
  readonly padding: Size;
  readonly dilation: Size;
  readonly ceilMode: boolean;
  readonly returnIndices: Indices;

  constructor(where: string, dims: number, kernelSize: Size, options: MaxPoolOptions<Size, Size, Indices>) {
    super();
    checkOptions(where, options, OPTIONS);
    const {
      stride = kernelSize,
      padding = 0,
      dilation = 1,
      ceilMode = false,
      returnIndices = false,
    } = options;
    toSizes(where, 'kernelSize', kernelSize, dims, 1);
    toSizes(where, 'stride', stride, dims, 1);
    toSizes(where, 'padding', padding, dims, 0);
    toSizes(where, 'dilation', dilation, dims, 1);
    checkBoolean(where, 'ceilMode', ceilMode);
    checkBoolean(where, 'returnIndices', returnIndices);
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.padding = padding as Size;
    this.dilation = dilation as Size;
    this.ceilMode = ceilMode;
    this.returnIndices = returnIndices as Indices;
  }

  protected options(): MaxPoolOptions<Size, Size, Indices> {
    const { stride, padding, dilation, ceilMode, returnIndices } = this;
    return { stride, padding, dilation, ceilMode, returnIndices };
  }

  override extraRepr(): string {
    const { kernelSize: kernel_size, stride, padding, dilation, ceilMode: ceil_mode } = this;
    return keywords({ kernel_size, stride, padding, dilation, ceil_mode });
  }
}

/**
 * The largest element of each window that slides over a sequence.
 *
 * Shapes: `(N, C, L) -> (N, C, Lout)`, or the same without `N`, where
 * `Lout = convOutputSize(L, kernelSize, padding, stride, dilation)`, rounded up with `ceilMode`. With `returnIndices` the
 * output is `[output, indices]`.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.MaxPool1d(2) // (N, C, 28) -> (N, C, 14)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MaxPool1d.html
 */
export class MaxPool1d<Indices extends boolean = false> extends MaxPoolNd<Size1d, Indices> {
  constructor(kernelSize: Size1d, options: MaxPool1dOptions<Indices> = {}) {
    super('MaxPool1d', 1, kernelSize, options);
  }

  forward(input: Tensor): MaxPooled<Indices> {
    return maxPool1d(input, this.kernelSize, this.options());
  }
}

/**
 * The largest element of each window that slides over an image.
 *
 * Shapes: `(N, C, H, W) -> (N, C, Hout, Wout)`, or the same without `N`, where
 * `Hout = convOutputSize(H, kernelSize[0], padding[0], stride[0], dilation[0])`, rounded up with `ceilMode`. With
 * `returnIndices` the output is `[output, indices]`.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.MaxPool2d(2) // (N, C, 28, 28) -> (N, C, 14, 14)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
 */
export class MaxPool2d<Indices extends boolean = false> extends MaxPoolNd<Size2d, Indices> {
  constructor(kernelSize: Size2d, options: MaxPool2dOptions<Indices> = {}) {
    super('MaxPool2d', 2, kernelSize, options);
  }

  forward(input: Tensor): MaxPooled<Indices> {
    return maxPool2d(input, this.kernelSize, this.options());
  }
}

/**
 * The largest element of each window that slides over a volume.
 *
 * Shapes: `(N, C, D, H, W) -> (N, C, Dout, Hout, Wout)`, or the same without `N`, where
 * `Dout = convOutputSize(D, kernelSize[0], padding[0], stride[0], dilation[0])`, rounded up with `ceilMode`. With
 * `returnIndices` the output is `[output, indices]`.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.MaxPool3d(2) // (N, C, 8, 28, 28) -> (N, C, 4, 14, 14)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MaxPool3d.html
 */
export class MaxPool3d<Indices extends boolean = false> extends MaxPoolNd<Size3d, Indices> {
  constructor(kernelSize: Size3d, options: MaxPool3dOptions<Indices> = {}) {
    super('MaxPool3d', 3, kernelSize, options);
  }

  forward(input: Tensor): MaxPooled<Indices> {
    return maxPool3d(input, this.kernelSize, this.options());
  }
}
