import { ArgumentError } from '../errors.js';
import { avgPool2d } from '../functional/avg-pool2d.js';
import { checkBoolean, checkOptions, toPair } from '../functional/check.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

/** The options of {@link AvgPool2d}. A pair is `[height, width]`. */
export interface AvgPool2dOptions {
  /** The step between windows. Default: the kernel size. */
  stride?: number | readonly [number, number];
  /** Zeros around the input, at most half the kernel size. Default 0. */
  padding?: number | readonly [number, number];
  /** Whether a last window may hang over the bottom and right edges. Default false. */
  ceilMode?: boolean;
  /** Whether padding counts in the average, or is left out of it. Default true. */
  countIncludePad?: boolean;
  /** Divide the sums by this integer instead of the number of elements. Default null. */
  divisorOverride?: number | null;
}

const OPTIONS = ['stride', 'padding', 'ceilMode', 'countIncludePad', 'divisorOverride'];

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
export class AvgPool2d extends Module {
  readonly kernelSize: number | readonly [number, number];
  readonly stride: number | readonly [number, number];
  readonly padding: number | readonly [number, number];
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | null;

  constructor(kernelSize: number | readonly [number, number], options: AvgPool2dOptions = {}) {
    super();
    checkOptions('AvgPool2d', options, OPTIONS);
    const { stride = kernelSize, padding = 0, ceilMode = false, countIncludePad = true } = options;
    const { divisorOverride = null } = options;
    toPair('AvgPool2d', 'kernelSize', kernelSize, 1);
    toPair('AvgPool2d', 'stride', stride, 1);
    toPair('AvgPool2d', 'padding', padding, 0);
    if (divisorOverride !== null && (!Number.isSafeInteger(divisorOverride) || divisorOverride === 0))
      throw new ArgumentError('AvgPool2d', 'divisorOverride', 'an integer other than 0', divisorOverride);
    checkBoolean('AvgPool2d', 'ceilMode', ceilMode);
    checkBoolean('AvgPool2d', 'countIncludePad', countIncludePad);
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.padding = padding;
    this.ceilMode = ceilMode;
    this.countIncludePad = countIncludePad;
    this.divisorOverride = divisorOverride;
  }

  forward(input: Tensor): Tensor {
    const { stride, padding, ceilMode, countIncludePad, divisorOverride } = this;
    const options = { stride, padding, ceilMode, countIncludePad, divisorOverride };
    return avgPool2d(input, this.kernelSize, options);
  }

  override extraRepr(): string {
    return keywords({ kernel_size: this.kernelSize, stride: this.stride, padding: this.padding });
  }
}
