/** Layers that undo max pooling. */
import { checkOptions, toSizes } from '../functional/check.js';
import { type MaxUnpoolOptions, maxUnpool1d, maxUnpool2d, maxUnpool3d } from '../functional/max-unpool.js';
import type { Size1d, Size2d, Size3d } from '../functional/pool.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

/** The options of the unpooling layers. */
export type MaxUnpoolLayerOptions<Size> = Pick<MaxUnpoolOptions<Size>, 'stride' | 'padding'>;

abstract class MaxUnpoolNd<Size extends Size1d | Size2d | Size3d> extends Module {
  // As in PyTorch, with a number for each dimension.
  readonly kernelSize: Size;
  readonly stride: Size;
  readonly padding: Size;

  constructor(where: string, dims: number, kernelSize: Size, options: MaxUnpoolLayerOptions<Size>) {
    super();
    checkOptions(where, options, ['stride', 'padding']);
    const { stride = kernelSize, padding = 0 } = options;
    this.kernelSize = toSizes(where, 'kernelSize', kernelSize, dims, 1) as never;
    this.stride = toSizes(where, 'stride', stride, dims, 1) as never;
    this.padding = toSizes(where, 'padding', padding, dims, 0) as never;
  }

  protected options(outputSize?: readonly number[] | null): MaxUnpoolOptions<Size> {
    return { stride: this.stride, padding: this.padding, outputSize: outputSize ?? null };
  }

  override extraRepr(): string {
    return keywords({ kernel_size: this.kernelSize, stride: this.stride, padding: this.padding });
  }
}

/**
 * A sequence with the elements that `MaxPool1d` kept where they were, and zeros elsewhere.
 *
 * Shapes: `(N, C, L), indices (N, C, L) -> (N, C, (L - 1) * stride - 2 * padding + kernelSize)`, or the same without `N`;
 * or the `outputSize` that `forward` is given, which may differ by less than a stride.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.MaxUnpool1d(2).forward(output, indices) // (N, C, 14) -> (N, C, 28)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MaxUnpool1d.html
 */
export class MaxUnpool1d extends MaxUnpoolNd<Size1d> {
  constructor(kernelSize: Size1d, options: MaxUnpoolLayerOptions<Size1d> = {}) {
    super('MaxUnpool1d', 1, kernelSize, options);
  }

  forward(input: Tensor, indices: Tensor, outputSize?: readonly number[] | null): Tensor {
    return maxUnpool1d(input, indices, this.kernelSize, this.options(outputSize));
  }
}

/**
 * An image with the elements that `MaxPool2d` kept where they were, and zeros elsewhere.
 *
 * Shapes: `(N, C, H, W), indices (N, C, H, W) -> (N, C, Hout, Wout)`, or the same without `N`, where
 * `Hout = (H - 1) * stride[0] - 2 * padding[0] + kernelSize[0]`; or the `outputSize` that `forward` is given, which may
 * differ by less than a stride.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.MaxUnpool2d(2).forward(output, indices) // (N, C, 14, 14) -> (N, C, 28, 28)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MaxUnpool2d.html
 */
export class MaxUnpool2d extends MaxUnpoolNd<Size2d> {
  constructor(kernelSize: Size2d, options: MaxUnpoolLayerOptions<Size2d> = {}) {
    super('MaxUnpool2d', 2, kernelSize, options);
  }

  forward(input: Tensor, indices: Tensor, outputSize?: readonly number[] | null): Tensor {
    return maxUnpool2d(input, indices, this.kernelSize, this.options(outputSize));
  }
}

/**
 * A volume with the elements that `MaxPool3d` kept where they were, and zeros elsewhere.
 *
 * Shapes: `(N, C, D, H, W), indices (N, C, D, H, W) -> (N, C, Dout, Hout, Wout)`, or the same without `N`, where
 * `Dout = (D - 1) * stride[0] - 2 * padding[0] + kernelSize[0]`; or the `outputSize` that `forward` is given, which may
 * differ by less than a stride.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.MaxUnpool3d(2).forward(output, indices) // (N, C, 4, 14, 14) -> (N, C, 8, 28, 28)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MaxUnpool3d.html
 */
export class MaxUnpool3d extends MaxUnpoolNd<Size3d> {
  constructor(kernelSize: Size3d, options: MaxUnpoolLayerOptions<Size3d> = {}) {
    super('MaxUnpool3d', 3, kernelSize, options);
  }

  forward(input: Tensor, indices: Tensor, outputSize?: readonly number[] | null): Tensor {
    return maxUnpool3d(input, indices, this.kernelSize, this.options(outputSize));
  }
}
