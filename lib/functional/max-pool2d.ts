import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkOptions } from './check.js';
import { checkPool, type PoolOptions } from './pool.js';

/** The options of {@link maxPool2d}. */
export interface MaxPool2dOptions extends PoolOptions {
  /** The distance between neighbours in a window, one number or `[height, width]`. Default: 1. */
  dilation?: number | readonly [number, number];
}

const OPTIONS = ['stride', 'padding', 'dilation', 'ceilMode'];

/**
 * The largest element of each window that slides over an image. NaN where a window holds one; padding counts as -inf.
 *
 * `y[n, c, i, j] = max over (k, l) of x[n, c, i * stride[0] - top + k * dilation[0], j * stride[1] - left + l * dilation[1]]`
 *
 * @param input float32
 * @param kernelSize the window, one number or `[height, width]`
 * @param options stride (the kernel size), padding (0), dilation (1), ceilMode (false)
 * @returns `(N, C, H, W) -> (N, C, H', W')` or `(C, H, W) -> (C, H', W')`, where
 * `H' = floor((H + top + bottom - dilation[0] * (kernelSize[0] - 1) - 1) / stride[0]) + 1`, or with `ceilMode` the
 * ceiling instead, without a window that would start beyond the image
 * @throws ArgumentError for options out of range, and padding above half the kernel size; DTypeError for other dtypes;
 * ShapeError for other shapes, and where no window fits
 * @example maxPool2d(images, 2) // (N, C, 28, 28) -> (N, C, 14, 14)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool2d.html
 */
export function maxPool2d(
  input: Tensor,
  kernelSize: number | readonly [number, number],
  options: MaxPool2dOptions = {},
): Tensor {
  checkOptions('maxPool2d', options, OPTIONS);
  const pool = checkPool('maxPool2d', input, kernelSize, options);
  const { stride, padding, dilation } = pool;
  const attributes = { kernelSize: pool.kernelSize, stride, padding, dilation };
  return dispatch('maxPool2d', attributes, [input], [{ shape: pool.outputShape, dtype: input.dtype }])[0];
}
