/** Average pooling layers. */
import {
  type AvgPoolOptions,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  checkDivisor,
  type DividedPoolOptions,
} from '../functional/avg-pool.js';
import { checkBoolean, checkOptions, toSizes } from '../functional/check.js';
import type { Size1d, Size2d, Size3d } from '../functional/pool.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

/** The options of {@link AvgPool1d}. */
export type AvgPool1dOptions = AvgPoolOptions<Size1d, Size1d>;

/** The options of {@link AvgPool2d}. A pair is `[height, width]`. */
export type AvgPool2dOptions = DividedPoolOptions<Size2d, Size2d>;

/** The options of {@link AvgPool3d}. A triple is `[depth, height, width]`. */
export type AvgPool3dOptions = DividedPoolOptions<Size3d, Size3d>;

const OPTIONS = ['stride', 'padding', 'ceilMode', 'countIncludePad'];

abstract class AvgPoolNd<Size> extends Module {
  readonly kernelSize: Size;
  readonly stride: Size;
  readonly padding: Size;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;

  constructor(where: string, dims: number, kernelSize: Size, options: AvgPoolOptions<Size, Size>) {
    super();
    const { stride = kernelSize, padding = 0, ceilMode = false, countIncludePad = true } = options;
    toSizes(where, 'kernelSize', kernelSize, dims, 1);
    toSizes(where, 'stride', stride, dims, 1);
    toSizes(where, 'padding', padding, dims, 0);
    checkBoolean(where, 'ceilMode', ceilMode);
    checkBoolean(where, 'countIncludePad', countIncludePad);
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.padding = padding as Size;
    this.ceilMode = ceilMode;
    this.countIncludePad = countIncludePad;
  }

  protected options(): AvgPoolOptions<Size, Size> {
    const { stride, padding, ceilMode, countIncludePad } = this;
    return { stride, padding, ceilMode, countIncludePad };
  }

  override extraRepr(): string {
    return keywords({ kernel_size: this.kernelSize, stride: this.stride, padding: this.padding });
  }
}

abstract class DividedPoolNd<Size> extends AvgPoolNd<Size> {
  readonly divisorOverride: number | null;

  constructor(where: string, dims: number, kernelSize: Size, options: DividedPoolOptions<Size, Size>) {
    checkOptions(where, options, [...OPTIONS, 'divisorOverride']);
    super(where, dims, kernelSize, options);
    const { divisorOverride = null } = options;
    checkDivisor(where, divisorOverride);
    this.divisorOverride = divisorOverride;
  }

  protected override options(): DividedPoolOptions<Size, Size> {
    return { ...super.options(), divisorOverride: this.divisorOverride };
  }
}

/**
 * The average of each window that slides over a sequence.
 *
 * Shapes: `(N, C, L) -> (N, C, Lout)`, or the same without `N`, where
 * `Lout = convOutputSize(L, kernelSize, padding, stride)`, rounded up with `ceilMode`.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.AvgPool1d(2) // (N, C, 28) -> (N, C, 14)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AvgPool1d.html
 */
export class AvgPool1d extends AvgPoolNd<Size1d> {
  constructor(kernelSize: Size1d, options: AvgPool1dOptions = {}) {
    checkOptions('AvgPool1d', options, OPTIONS);
    super('AvgPool1d', 1, kernelSize, options);
  }

  forward(input: Tensor): Tensor {
    return avgPool1d(input, this.kernelSize, this.options());
  }

  /** PyTorch keeps this layer's sizes as tuples. */
  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    const [kernel_size, ...rest] = [kernelSize, stride, padding].map((size) => [size].flat());
    return keywords({ kernel_size, stride: rest[0], padding: rest[1] });
  }
}

/**
 * The average of each window that slides over an image.
 *
 * Shapes: `(N, C, H, W) -> (N, C, Hout, Wout)`, or the same without `N`, where
 * `Hout = convOutputSize(H, kernelSize[0], padding[0], stride[0])`, rounded up with `ceilMode`.
 *
 * @throws ArgumentError for sizes below 1 and a divisor of 0
 * @example new nn.AvgPool2d(2) // (N, C, 28, 28) -> (N, C, 14, 14)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html
 */
export class AvgPool2d extends DividedPoolNd<Size2d> {
  constructor(kernelSize: Size2d, options: AvgPool2dOptions = {}) {
    super('AvgPool2d', 2, kernelSize, options);
  }

  forward(input: Tensor): Tensor {
    return avgPool2d(input, this.kernelSize, this.options());
  }
}

/**
 * The average of each window that slides over a volume.
 *
 * Shapes: `(N, C, D, H, W) -> (N, C, Dout, Hout, Wout)`, or the same without `N`, where
 * `Dout = convOutputSize(D, kernelSize[0], padding[0], stride[0])`, rounded up with `ceilMode`.
 *
 * @throws ArgumentError for sizes below 1 and a divisor of 0
 * @example new nn.AvgPool3d(2) // (N, C, 8, 28, 28) -> (N, C, 4, 14, 14)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AvgPool3d.html
 */
export class AvgPool3d extends DividedPoolNd<Size3d> {
  constructor(kernelSize: Size3d, options: AvgPool3dOptions = {}) {
    super('AvgPool3d', 3, kernelSize, options);
  }

  forward(input: Tensor): Tensor {
    return avgPool3d(input, this.kernelSize, this.options());
  }
}
