/** Max pooling in one, two and three dimensions. */
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkBoolean, checkOptions, type Padding1d, type Padding2d, type Padding3d } from './check.js';
import { checkPool, type PoolOptions, poolPlanes, type Size1d, type Size2d, type Size3d } from './pool.js';

/** The options of max pooling. */
export interface MaxPoolOptions<Size, Padding, Indices extends boolean> extends PoolOptions<Size, Padding> {
  /** The distance between neighbours in a window, one number or one for each dimension. Default: 1. */
  dilation?: Size;
  /** Whether to return where the largest elements are, too. Default: false. */
  returnIndices?: Indices;
}

/** The options of {@link maxPool1d}. */
export type MaxPool1dOptions<Indices extends boolean = false> = MaxPoolOptions<Size1d, Padding1d, Indices>;

/** The options of {@link maxPool2d}. */
export type MaxPool2dOptions<Indices extends boolean = false> = MaxPoolOptions<Size2d, Padding2d, Indices>;

/** The options of {@link maxPool3d}. */
export type MaxPool3dOptions<Indices extends boolean = false> = MaxPoolOptions<Size3d, Padding3d, Indices>;

/** What max pooling returns: the largest elements, and with `returnIndices` where they are. */
export type MaxPooled<Indices extends boolean> = Indices extends true
  ? [output: Tensor, indices: Tensor]
  : Tensor;

const OPTIONS = ['stride', 'padding', 'dilation', 'ceilMode', 'returnIndices'];

/**
 * The largest element of each window that slides over a sequence. NaN where a window holds one; padding counts as -inf.
 *
 * `y[n, c, i] = max over k of x[n, c, i * stride - left + k * dilation]`
 *
 * @param input float32
 * @param kernelSize the window
 * @param options stride (the kernel size), padding (0), dilation (1), ceilMode (false), returnIndices (false)
 * @returns `(N, C, L) -> (N, C, L')` or `(C, L) -> (C, L')`, L' as in {@link maxPool2d}. With `returnIndices`
 * `[output, indices]`, where the int64 indices are positions in the sequence
 * @throws ArgumentError for options out of range, and padding above half the kernel size; DTypeError for other dtypes;
 * ShapeError for other shapes, and where no window fits
 * @example maxPool1d(signals, 2) // (N, C, 28) -> (N, C, 14)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool1d.html
 */
export function maxPool1d<Indices extends boolean = false>(
  input: Tensor,
  kernelSize: Size1d,
  options: MaxPool1dOptions<Indices> = {},
): MaxPooled<Indices> {
  return maxPool('maxPool1d', 1, input, kernelSize, options);
}

/**
 * The largest element of each window that slides over an image. NaN where a window holds one; padding counts as -inf.
 *
 * `y[n, c, i, j] = max over (k, l) of x[n, c, i * stride[0] - top + k * dilation[0], j * stride[1] - left + l * dilation[1]]`
 *
 * @param input float32
 * @param kernelSize the window, one number or `[height, width]`
 * @param options stride (the kernel size), padding (0), dilation (1), ceilMode (false), returnIndices (false)
 * @returns `(N, C, H, W) -> (N, C, H', W')` or `(C, H, W) -> (C, H', W')`, where
 * `H' = floor((H + top + bottom - dilation[0] * (kernelSize[0] - 1) - 1) / stride[0]) + 1`, or with `ceilMode` the
 * ceiling instead, without a window that would start beyond the image. With `returnIndices` `[output, indices]`, where
 * the int64 indices are `h * W + w`
 * @throws ArgumentError for options out of range, and padding above half the kernel size; DTypeError for other dtypes;
 * ShapeError for other shapes, and where no window fits
 * @example maxPool2d(images, 2) // (N, C, 28, 28) -> (N, C, 14, 14)
 * const [output, indices] = maxPool2d(images, 2, { returnIndices: true });
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool2d.html
 */
export function maxPool2d<Indices extends boolean = false>(
  input: Tensor,
  kernelSize: Size2d,
  options: MaxPool2dOptions<Indices> = {},
): MaxPooled<Indices> {
  return maxPool('maxPool2d', 2, input, kernelSize, options);
}

/**
 * The largest element of each window that slides over a volume. NaN where a window holds one; padding counts as -inf.
 *
 * `y[n, c, i] = max over k of x[n, c, i * stride - before + k * dilation]`, where i and k run over three dimensions.
 *
 * @param input float32
 * @param kernelSize the window, one number or `[depth, height, width]`
 * @param options stride (the kernel size), padding (0), dilation (1), ceilMode (false), returnIndices (false)
 * @returns `(N, C, D, H, W) -> (N, C, D', H', W')` or the same without N, sizes as in {@link maxPool2d}. With
 * `returnIndices` `[output, indices]`, where the int64 indices are `(d * H + h) * W + w`
 * @throws ArgumentError for options out of range, and padding above half the kernel size; DTypeError for other dtypes;
 * ShapeError for other shapes, and where no window fits
 * @example maxPool3d(volumes, 2) // (N, C, 8, 28, 28) -> (N, C, 4, 14, 14)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool3d.html
 */
export function maxPool3d<Indices extends boolean = false>(
  input: Tensor,
  kernelSize: Size3d,
  options: MaxPool3dOptions<Indices> = {},
): MaxPooled<Indices> {
  return maxPool('maxPool3d', 3, input, kernelSize, options);
}

function maxPool<Indices extends boolean>(
  where: string,
  dims: number,
  input: Tensor,
  kernelSize: unknown,
  options: MaxPoolOptions<unknown, unknown, Indices>,
): MaxPooled<Indices> {
  checkOptions(where, options, OPTIONS);
  const pool = checkPool(where, dims, input, kernelSize, options);
  const { returnIndices = false } = options;
  checkBoolean(where, 'returnIndices', returnIndices);
  if (!returnIndices) return poolPlanes('maxPool2d', input, pool) as MaxPooled<Indices>;
  const { outputShape: shape, ...attributes } = pool;
  const outputs = [
    { shape, dtype: input.dtype },
    { shape, dtype: 'int64' },
  ] as const;
  return dispatch('maxPoolIndices', attributes, [input], outputs) as unknown as MaxPooled<Indices>;
}
