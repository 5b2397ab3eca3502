import { ArgumentError } from '../errors.js';
import { type AdaptiveOutputSize, adaptiveAvgPool2d } from '../functional/adaptive-avg-pool2d.js';
import { toPair } from '../functional/check.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

/**
 * The averages of a grid of windows that divide the image evenly, so that the output has one size whatever the input's.
 *
 * Shapes: `(N, C, H, W) -> (N, C, outputSize[0], outputSize[1])`, or the same without `N`.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.AdaptiveAvgPool2d(1) // global average pooling: (N, C, 7, 7) -> (N, C, 1, 1)
 * new nn.AdaptiveAvgPool2d([null, 3]) // (N, C, 7, 7) -> (N, C, 7, 3)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html
 */
export class AdaptiveAvgPool2d extends Module {
  /** One number for both directions, or `[height, width]`; null keeps the size of the input. */
  readonly outputSize: AdaptiveOutputSize;

  constructor(outputSize: AdaptiveOutputSize) {
    super();
    if (outputSize !== null && typeof outputSize !== 'number' && !Array.isArray(outputSize))
      throw new ArgumentError(
        'AdaptiveAvgPool2d',
        'outputSize',
        'a number, null or a pair of them',
        outputSize,
      );
    const sizes = Array.isArray(outputSize) ? outputSize.map((size) => size ?? 1) : (outputSize ?? 1);
    toPair('AdaptiveAvgPool2d', 'outputSize', sizes, 1);
    this.outputSize = outputSize;
  }

  forward(input: Tensor): Tensor {
    return adaptiveAvgPool2d(input, this.outputSize);
  }

  override extraRepr(): string {
    return keywords({ output_size: this.outputSize });
  }
}
