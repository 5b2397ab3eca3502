/** Average pooling in one, two and three dimensions. */
import { ArgumentError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkBoolean, checkOptions, type Padding1d, type Padding2d, type Padding3d } from './check.js';
import { checkPool, type PoolOptions, poolPlanes, type Size1d, type Size2d, type Size3d } from './pool.js';

/** The options of average pooling. */
export interface AvgPoolOptions<Size, Padding> extends PoolOptions<Size, Padding> {
  /** Whether padding counts as zeros in the average, or is left out of it. Default: true. */
  countIncludePad?: boolean;
}

/** The options of average pooling in two and three dimensions. */
export interface DividedPoolOptions<Size, Padding> extends AvgPoolOptions<Size, Padding> {
  /** Divide the sums by this instead of the number of elements. Default: absent. */
  divisorOverride?: number | null;
}

/** The options of {@link avgPool1d}. */
export type AvgPool1dOptions = AvgPoolOptions<Size1d, Padding1d>;

/** The options of {@link avgPool2d}. */
export type AvgPool2dOptions = DividedPoolOptions<Size2d, Padding2d>;

/** The options of {@link avgPool3d}. */
export type AvgPool3dOptions = DividedPoolOptions<Size3d, Padding3d>;

const OPTIONS = ['stride', 'padding', 'ceilMode', 'countIncludePad', 'divisorOverride'];

/**
 * The average of each window that slides over a sequence.
 *
 * `y[n, c, i] = sum over k of x[n, c, i * stride - left + k] / divisor`, with a divisor as in {@link avgPool2d}.
 *
 * @param input float32
 * @param kernelSize the window
 * @param options stride (the kernel size), padding (0), ceilMode (false), countIncludePad (true)
 * @returns `(N, C, L) -> (N, C, L')` or `(C, L) -> (C, L')`, L' as in {@link avgPool2d}
 * @throws ArgumentError for options out of range, and padding above half the kernel size; DTypeError for other dtypes;
 * ShapeError for other shapes, and where no window fits
 * @example avgPool1d(signals, 3, { stride: 2, padding: 1 }) // (N, C, 28) -> (N, C, 14)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool1d.html
 */
export function avgPool1d(input: Tensor, kernelSize: Size1d, options: AvgPool1dOptions = {}): Tensor {
  checkOptions('avgPool1d', options, OPTIONS.slice(0, -1));
  return avgPool('avgPool1d', 1, input, kernelSize, options);
}

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
export function avgPool2d(input: Tensor, kernelSize: Size2d, options: AvgPool2dOptions = {}): Tensor {
  checkOptions('avgPool2d', options, OPTIONS);
  return avgPool('avgPool2d', 2, input, kernelSize, options);
}

/**
 * The average of each window that slides over a volume.
 *
 * `y[n, c, i] = sum over k of x[n, c, i * stride - before + k] / divisor`, where i and k run over three dimensions, with a
 * divisor as in {@link avgPool2d}.
 *
 * @param input float32
 * @param kernelSize the window, one number or `[depth, height, width]`
 * @param options stride (the kernel size), padding (0), ceilMode (false), countIncludePad (true), divisorOverride (absent)
 * @returns `(N, C, D, H, W) -> (N, C, D', H', W')` or the same without N, sizes as in {@link avgPool2d}
 * @throws ArgumentError for options out of range, padding above half the kernel size, and a divisor of 0; DTypeError for
 * other dtypes; ShapeError for other shapes, and where no window fits
 * @example avgPool3d(volumes, 2) // (N, C, 8, 28, 28) -> (N, C, 4, 14, 14)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool3d.html
 */
export function avgPool3d(input: Tensor, kernelSize: Size3d, options: AvgPool3dOptions = {}): Tensor {
  checkOptions('avgPool3d', options, OPTIONS);
  return avgPool('avgPool3d', 3, input, kernelSize, options);
}

function avgPool(
  where: string,
  dims: number,
  input: Tensor,
  kernelSize: unknown,
  options: DividedPoolOptions<unknown, unknown>,
): Tensor {
  const pool = checkPool(where, dims, input, kernelSize, options);
  const { countIncludePad = true, divisorOverride = null } = options;
  checkBoolean(where, 'countIncludePad', countIncludePad);
  checkDivisor(where, divisorOverride);
  const attributes = { countIncludePad, divisorOverride: divisorOverride ?? 0 };
  // The mean over a volume is the mean over its depth of the planes' means; with a divisor the planes are only summed.
  const inner = divisorOverride === null ? attributes : { countIncludePad, divisorOverride: 1 };
  return poolPlanes('avgPool2d', input, pool, attributes, inner);
}

/** @throws ArgumentError unless the divisor is absent or can divide */
export function checkDivisor(where: string, divisor: unknown): void {
  if (divisor !== null && (!Number.isSafeInteger(divisor) || divisor === 0))
    throw new ArgumentError(where, 'divisorOverride', 'an integer other than 0', divisor);
}
