/** Layers that take images apart into blocks, and put them together again. */
import { checkOptions, type Size2d, toPair } from '../functional/check.js';
import { type FoldOptions, fold, unfold } from '../functional/fold.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

abstract class BlockLayer extends Module {
  readonly kernelSize: Size2d;
  readonly dilation: Size2d;
  readonly padding: Size2d;
  readonly stride: Size2d;

  constructor(where: string, kernelSize: Size2d, options: FoldOptions) {
    super();
    checkOptions(where, options, ['dilation', 'padding', 'stride']);
    const { dilation = 1, padding = 0, stride = 1 } = options;
    toPair(where, 'kernelSize', kernelSize, 1);
    toPair(where, 'dilation', dilation, 1);
    toPair(where, 'padding', padding, 0);
    toPair(where, 'stride', stride, 1);
    this.kernelSize = kernelSize;
    this.dilation = dilation;
    this.padding = padding;
    this.stride = stride;
  }

  override extraRepr(): string {
    const { kernelSize: kernel_size, dilation, padding, stride } = this;
    return keywords({ kernel_size, dilation, padding, stride });
  }
}

/**
 * The blocks of an image that a sliding window sees, each as a column.
 *
 * Shapes: `(N, C, H, W) -> (N, C · kernelHeight · kernelWidth, L)`, or the same without `N`, with a column for each of
 * the `L` blocks, counted row by row.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.Unfold(3, { padding: 1 }) // (N, 3, 28, 28) -> (N, 27, 784)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Unfold.html
 */
export class Unfold extends BlockLayer {
  constructor(kernelSize: Size2d, options: FoldOptions = {}) {
    super('Unfold', kernelSize, options);
  }

  forward(input: Tensor): Tensor {
    const { dilation, padding, stride } = this;
    return unfold(input, this.kernelSize, { dilation, padding, stride });
  }
}

/**
 * The image that results from columns of blocks when these are put in their places and summed where they overlap.
 *
 * Shapes: `(N, C · kernelHeight · kernelWidth, L) -> (N, C, outputHeight, outputWidth)`, or the same without `N`.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.Fold(28, 2, { stride: 2 }) // (N, 12, 196) -> (N, 3, 28, 28)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Fold.html
 */
export class Fold extends BlockLayer {
  readonly outputSize: Size2d;

  constructor(outputSize: Size2d, kernelSize: Size2d, options: FoldOptions = {}) {
    super('Fold', kernelSize, options);
    toPair('Fold', 'outputSize', outputSize, 1);
    this.outputSize = outputSize;
  }

  forward(input: Tensor): Tensor {
    const { dilation, padding, stride } = this;
    return fold(input, this.outputSize, this.kernelSize, { dilation, padding, stride });
  }

  override extraRepr(): string {
    return `${keywords({ output_size: this.outputSize })}, ${super.extraRepr()}`;
  }
}
