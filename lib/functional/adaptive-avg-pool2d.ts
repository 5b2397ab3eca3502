import { ArgumentError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkImages, toPair } from './check.js';

/** One number for both directions, or `[height, width]`; null keeps the size of the input. */
export type AdaptiveOutputSize = number | null | readonly [number | null, number | null];

/**
 * The averages of a grid of windows that divide the image as evenly as whole elements allow, so that the output has the
 * size asked for whatever the size of the input.
 *
 * `y[n, c, i, j] = mean of x[n, c, h, w] over floor(i * H / H') <= h < ceil((i + 1) * H / H')`, and likewise over w.
 *
 * @param input float32
 * @param outputSize `(H', W')`: one number for both, or `[height, width]`; null keeps the size of the input
 * @returns `(N, C, H, W) -> (N, C, H', W')` or `(C, H, W) -> (C, H', W')`
 * @throws ArgumentError for sizes below 1; DTypeError for other dtypes; ShapeError for other shapes
 * @example adaptiveAvgPool2d(features, 1) // global average pooling: (N, C, 7, 7) -> (N, C, 1, 1)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool2d.html
 */
export function adaptiveAvgPool2d(input: Tensor, outputSize: AdaptiveOutputSize): Tensor {
  checkImages('adaptiveAvgPool2d', 'input', input);
  const asked = outputSize === null || typeof outputSize === 'number' ? [outputSize, outputSize] : outputSize;
  if (!Array.isArray(asked))
    throw new ArgumentError(
      'adaptiveAvgPool2d',
      'outputSize',
      'a number, null or a pair of them',
      outputSize,
    );
  const sizes = asked.map((size, d) => size ?? (d < 2 ? input.shape.at(d - 2) : size));
  const [height, width] = toPair('adaptiveAvgPool2d', 'outputSize', sizes, 1);
  const shape = [...input.shape.slice(0, -2), height, width];
  return dispatch('adaptiveAvgPool2d', {}, [input], [{ shape, dtype: input.dtype }])[0];
}
