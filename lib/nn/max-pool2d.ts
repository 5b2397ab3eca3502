import { checkBoolean, checkOptions, toPair } from '../functional/check.js';
import { maxPool2d } from '../functional/max-pool2d.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

/** The options of {@link MaxPool2d}. A pair is `[height, width]`. */
export interface MaxPool2dOptions {
  /** The step between windows. Default: the kernel size. */
  stride?: number | readonly [number, number];
  /** Elements of -inf around the input, at most half the kernel size. Default 0. */
  padding?: number | readonly [number, number];
  /** The step between the elements of a window. Default 1. */
  dilation?: number | readonly [number, number];
  /** Whether a last window may hang over the bottom and right edges. Default false. */
  ceilMode?: boolean;
}

/**
 * The largest element of each window that slides over an image.
 *
 * Shapes: `(N, C, H, W) -> (N, C, Hout, Wout)`, or the same without `N`, where
 * `Hout = convOutputSize(H, kernelSize[0], padding[0], stride[0], dilation[0])`, rounded up with `ceilMode`.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.MaxPool2d(2) // (N, C, 28, 28) -> (N, C, 14, 14)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
 */
export class MaxPool2d extends Module {
  readonly kernelSize: number | readonly [number, number];
  readonly stride: number | readonly [number, number];
  readonly padding: number | readonly [number, number];
  readonly dilation: number | readonly [number, number];
  readonly ceilMode: boolean;

  constructor(kernelSize: number | readonly [number, number], options: MaxPool2dOptions = {}) {
    super();
    checkOptions('MaxPool2d', options, ['stride', 'padding', 'dilation', 'ceilMode']);
    const { stride = kernelSize, padding = 0, dilation = 1, ceilMode = false } = options;
    toPair('MaxPool2d', 'kernelSize', kernelSize, 1);
    toPair('MaxPool2d', 'stride', stride, 1);
    toPair('MaxPool2d', 'padding', padding, 0);
    toPair('MaxPool2d', 'dilation', dilation, 1);
    checkBoolean('MaxPool2d', 'ceilMode', ceilMode);
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.padding = padding;
    this.dilation = dilation;
    this.ceilMode = ceilMode;
  }

  forward(input: Tensor): Tensor {
    const { stride, padding, dilation, ceilMode } = this;
    return maxPool2d(input, this.kernelSize, { stride, padding, dilation, ceilMode });
  }

  override extraRepr(): string {
    const { kernelSize: kernel_size, stride, padding, dilation, ceilMode: ceil_mode } = this;
    return keywords({ kernel_size, stride, padding, dilation, ceil_mode });
  }
}
