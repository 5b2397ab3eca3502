/** Power-average pooling layers. */
import { checkBoolean, checkOptions, toSizes } from '../functional/check.js';
import { checkNormType, type LPPoolOptions, lpPool1d, lpPool2d } from '../functional/lp-pool.js';
import type { Size1d, Size2d } from '../functional/pool.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

abstract class LPPoolNd<Size> extends Module {
  readonly normType: number;
  readonly kernelSize: Size;
  /** Null for the kernel size. */
  readonly stride: Size | null;
  readonly ceilMode: boolean;

  constructor(where: string, dims: number, normType: number, kernelSize: Size, options: LPPoolOptions<Size>) {
    super();
    checkOptions(where, options, ['stride', 'ceilMode']);
    const { stride, ceilMode = false } = options;
    checkNormType(where, normType);
    toSizes(where, 'kernelSize', kernelSize, dims, 1);
    if (stride !== undefined) toSizes(where, 'stride', stride, dims, 1);
    checkBoolean(where, 'ceilMode', ceilMode);
    this.normType = normType;
    this.kernelSize = kernelSize;
    this.stride = stride ?? null;
    this.ceilMode = ceilMode;
  }

  protected options(): LPPoolOptions<Size> {
    return { stride: this.stride ?? this.kernelSize, ceilMode: this.ceilMode };
  }

  override extraRepr(): string {
    const { normType: norm_type, kernelSize: kernel_size, stride, ceilMode: ceil_mode } = this;
    return keywords({ norm_type, kernel_size, stride, ceil_mode });
  }
}

/**
 * The p-norm of each window that slides over a sequence, without absolute values: `y = (sum of x^p)^(1/p)`.
 *
 * Shapes: `(N, C, L) -> (N, C, Lout)`, or the same without `N`, as `AvgPool1d`.
 *
 * @throws ArgumentError for sizes below 1 and a norm type of 0
 * @example new nn.LPPool1d(2, 3) // (N, C, 27) -> (N, C, 9)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LPPool1d.html
 */
export class LPPool1d extends LPPoolNd<Size1d> {
  constructor(normType: number, kernelSize: Size1d, options: LPPoolOptions<Size1d> = {}) {
    super('LPPool1d', 1, normType, kernelSize, options);
  }

  forward(input: Tensor): Tensor {
    return lpPool1d(input, this.normType, this.kernelSize, this.options());
  }
}

/**
 * The p-norm of each window that slides over an image, without absolute values: `y = (sum of x^p)^(1/p)`.
 *
 * Shapes: `(N, C, H, W) -> (N, C, Hout, Wout)`, or the same without `N`, as `AvgPool2d`.
 *
 * @throws ArgumentError for sizes below 1 and a norm type of 0
 * @example new nn.LPPool2d(2, 2) // (N, C, 28, 28) -> (N, C, 14, 14)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LPPool2d.html
 */
export class LPPool2d extends LPPoolNd<Size2d> {
  constructor(normType: number, kernelSize: Size2d, options: LPPoolOptions<Size2d> = {}) {
    super('LPPool2d', 2, normType, kernelSize, options);
  }

  forward(input: Tensor): Tensor {
    return lpPool2d(input, this.normType, this.kernelSize, this.options());
  }
}
