/** Layers that pool to an output of a given size. */
import {
  type AdaptiveMaxPoolOptions,
  type AdaptiveSize1d,
  type AdaptiveSize2d,
  type AdaptiveSize3d,
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
  toAdaptiveSizes,
} from '../functional/adaptive-pool.js';
import { checkBoolean, checkOptions } from '../functional/check.js';
import type { MaxPooled } from '../functional/max-pool.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

abstract class AdaptivePoolNd<Size> extends Module {
  /** One number for all directions, or one for each; null keeps the size of the input. */
  readonly outputSize: Size;

  constructor(where: string, dims: number, outputSize: Size) {
    super();
    toAdaptiveSizes(where, dims, outputSize);
    this.outputSize = outputSize;
  }

  override extraRepr(): string {
    return keywords({ output_size: this.outputSize });
  }
}

abstract class AdaptiveMaxPoolNd<Size, Indices extends boolean> extends AdaptivePoolNd<Size> {
  readonly returnIndices: Indices;

  constructor(where: string, dims: number, outputSize: Size, options: AdaptiveMaxPoolOptions<Indices>) {
    super(where, dims, outputSize);
    checkOptions(where, options, ['returnIndices']);
    const { returnIndices = false } = options;
    checkBoolean(where, 'returnIndices', returnIndices);
    this.returnIndices = returnIndices as Indices;
  }
}

/**
 * The averages of windows that divide a sequence evenly, so that the output has one size
 * whatever the input's.
 *
 * Shapes: `(N, C, L) -> (N, C, outputSize)`, or the same without `N`.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.AdaptiveAvgPool1d(1) // (N, C, 7) -> (N, C, 1)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool1d.html
 */
export class AdaptiveAvgPool1d extends AdaptivePoolNd<AdaptiveSize1d> {
  constructor(outputSize: AdaptiveSize1d) {
    super('AdaptiveAvgPool1d', 1, outputSize);
  }

  forward(input: Tensor): Tensor {
    return adaptiveAvgPool1d(input, this.outputSize);
  }
}

/**
 * The averages of a grid of windows that divide the image evenly, so that the output has one size
 * whatever the input's.
 *
 * Shapes: `(N, C, H, W) -> (N, C, outputSize[0], outputSize[1])`, or the same without `N`.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.AdaptiveAvgPool2d(1) // global pooling: (N, C, 7, 7) -> (N, C, 1, 1)
 * new nn.AdaptiveAvgPool2d([null, 3]) // (N, C, 7, 7) -> (N, C, 7, 3)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html
 */
export class AdaptiveAvgPool2d extends AdaptivePoolNd<AdaptiveSize2d> {
  constructor(outputSize: AdaptiveSize2d) {
    super('AdaptiveAvgPool2d', 2, outputSize);
  }

  forward(input: Tensor): Tensor {
    return adaptiveAvgPool2d(input, this.outputSize);
  }
}

/**
 * The averages of a grid of windows that divide a volume evenly, so that the output has one size
 * whatever the input's.
 *
 * Shapes: `(N, C, D, H, W) -> (N, C, outputSize[0], outputSize[1], outputSize[2])`, or the same without `N`.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.AdaptiveAvgPool3d([null, 1, 1]) // (N, C, 8, 7, 7) -> (N, C, 8, 1, 1)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool3d.html
 */
export class AdaptiveAvgPool3d extends AdaptivePoolNd<AdaptiveSize3d> {
  constructor(outputSize: AdaptiveSize3d) {
    super('AdaptiveAvgPool3d', 3, outputSize);
  }

  forward(input: Tensor): Tensor {
    return adaptiveAvgPool3d(input, this.outputSize);
  }
}

/**
 * The largest elements of windows that divide a sequence evenly, so that the output has one size
 * whatever the input's.
 *
 * Shapes: `(N, C, L) -> (N, C, outputSize)`, or the same without `N`. With `returnIndices` the output is
 * `[output, indices]`.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.AdaptiveMaxPool1d(1) // (N, C, 7) -> (N, C, 1)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool1d.html
 */
export class AdaptiveMaxPool1d<Indices extends boolean = false> extends AdaptiveMaxPoolNd<
  AdaptiveSize1d,
  Indices
> {
  constructor(outputSize: AdaptiveSize1d, options: AdaptiveMaxPoolOptions<Indices> = {}) {
    super('AdaptiveMaxPool1d', 1, outputSize, options);
  }

  forward(input: Tensor): MaxPooled<Indices> {
    return adaptiveMaxPool1d(input, this.outputSize, { returnIndices: this.returnIndices });
  }
}

/**
 * The largest elements of a grid of windows that divide the image evenly, so that the output has one size
 * whatever the input's.
 *
 * Shapes: `(N, C, H, W) -> (N, C, outputSize[0], outputSize[1])`, or the same without `N`. With `returnIndices` the output is
 * `[output, indices]`.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.AdaptiveMaxPool2d(1) // global pooling: (N, C, 7, 7) -> (N, C, 1, 1)
 * new nn.AdaptiveMaxPool2d([null, 3]) // (N, C, 7, 7) -> (N, C, 7, 3)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool2d.html
 */
export class AdaptiveMaxPool2d<Indices extends boolean = false> extends AdaptiveMaxPoolNd<
  AdaptiveSize2d,
  Indices
> {
  constructor(outputSize: AdaptiveSize2d, options: AdaptiveMaxPoolOptions<Indices> = {}) {
    super('AdaptiveMaxPool2d', 2, outputSize, options);
  }

  forward(input: Tensor): MaxPooled<Indices> {
    return adaptiveMaxPool2d(input, this.outputSize, { returnIndices: this.returnIndices });
  }
}

/**
 * The largest elements of a grid of windows that divide a volume evenly, so that the output has one size
 * whatever the input's.
 *
 * Shapes: `(N, C, D, H, W) -> (N, C, outputSize[0], outputSize[1], outputSize[2])`, or the same without `N`. With `returnIndices` the output is
 * `[output, indices]`.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.AdaptiveMaxPool3d([null, 1, 1]) // (N, C, 8, 7, 7) -> (N, C, 8, 1, 1)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool3d.html
 */
export class AdaptiveMaxPool3d<Indices extends boolean = false> extends AdaptiveMaxPoolNd<
  AdaptiveSize3d,
  Indices
> {
  constructor(outputSize: AdaptiveSize3d, options: AdaptiveMaxPoolOptions<Indices> = {}) {
    super('AdaptiveMaxPool3d', 3, outputSize, options);
  }

  forward(input: Tensor): MaxPooled<Indices> {
    return adaptiveMaxPool3d(input, this.outputSize, { returnIndices: this.returnIndices });
  }
}
