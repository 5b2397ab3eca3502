import { ArgumentError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkBoolean, checkOptions } from './check.js';
import { checkPool, type PoolOptions } from './pool.js';

/** The options of {@link avgPool2d}. */
export interface AvgPool2dOptions extends PoolOptions {
  /** Whether padding counts as zeros in the average, or is left out of it. Default: true. */
  countIncludePad?: boolean;
  /** Divide the sums by this instead of the number of elements. Default: absent. */
  divisorOverride?: number | null;
}

const OPTIONS = ['stride', 'padding', 'ceilMode', 'countIncludePad', 'divisorOverride'];

/**
 * The average of each window that slides over an image.
 *
 * `y[n, c, i, j] = sum over (k, l) of x[n, c, i * stride[0] - top + k, j * stride[1] - left + l] / divisor`. The divisor is
 * the number of the window's elements inside the padded image (a window of `ceilMode` may hang over its edge), without
 * `countIncludePad` those inside the image, or `divisorOverride`.
 *
 * @param input float32
 * @param kernelSize the window, one number or `[height, width]`
 * @param options stride (the kernel size), padding (0), ceilMode (false), countIncludePad (true), divisorOverride (absent)
 * @returns `(N, C, H, W) -> (N, C, H', W')` or `(C, H, W) -> (C, H', W')`, where
 * `H' = floor((H + top + bottom - kernelSize[0]) / stride[0]) + 1`, or with `ceilMode` the ceiling instead, without a
 * window that would start beyond the image
 * @throws ArgumentError for options out of range, padding above half the kernel size, and a divisor of 0; DTypeError for
 * other dtypes; ShapeError for other shapes, and where no window fits
 * @example avgPool2d(images, 3, { stride: 2, padding: 1 }) // (N, C, 28, 28) -> (N, C, 14, 14)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool2d.html
 */
export function avgPool2d(
  input: Tensor,
  kernelSize: number | readonly [number, number],
  options: AvgPool2dOptions = {},
): Tensor {
  checkOptions('avgPool2d', options, OPTIONS);
  const pool = checkPool('avgPool2d', input, kernelSize, options);
  const { countIncludePad = true, divisorOverride = null } = options;
  checkBoolean('avgPool2d', 'countIncludePad', countIncludePad);
  if (divisorOverride !== null && (!Number.isSafeInteger(divisorOverride) || divisorOverride === 0))
    throw new ArgumentError('avgPool2d', 'divisorOverride', 'an integer other than 0', divisorOverride);
  const attributes = {
    kernelSize: pool.kernelSize,
    stride: pool.stride,
    padding: pool.padding,
    countIncludePad,
    divisorOverride: divisorOverride ?? 0,
  };
  return dispatch('avgPool2d', attributes, [input], [{ shape: pool.outputShape, dtype: input.dtype }])[0];
}
