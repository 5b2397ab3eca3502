/** Pooling to an output of a given size, in one, two and three dimensions. */
import { ArgumentError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkBoolean, checkImages, checkOptions, isIntegers } from './check.js';
import type { MaxPooled } from './max-pool.js';
import { poolVolume } from './pool.js';

/** A length; null keeps that of the input. */
export type AdaptiveSize1d = number | null | readonly [length: number | null];

/** One number for both directions, or `[height, width]`; null keeps the size of the input. */
export type AdaptiveSize2d = number | null | readonly [height: number | null, width: number | null];

/** One number for all directions, or `[depth, height, width]`; null keeps the size of the input. */
export type AdaptiveSize3d =
  | number
  | null
  | readonly [depth: number | null, height: number | null, width: number | null];

/** The options of adaptive max pooling. */
export interface AdaptiveMaxPoolOptions<Indices extends boolean = false> {
  /** Whether to return where the largest elements are, too. Default: false. */
  returnIndices?: Indices;
}

/**
 * The averages of windows that divide a sequence as evenly as whole elements allow, so that the output has the length
 * asked for whatever the length of the input.
 *
 * `y[n, c, i] = mean of x[n, c, l] over floor(i * L / L') <= l < ceil((i + 1) * L / L')`
 *
 * @param input float32
 * @param outputSize `L'`; null keeps the length of the input
 * @returns `(N, C, L) -> (N, C, L')` or `(C, L) -> (C, L')`
 * @throws ArgumentError for sizes below 1; DTypeError for other dtypes; ShapeError for other shapes
 * @example adaptiveAvgPool1d(features, 1) // (N, C, 7) -> (N, C, 1)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool1d.html
 */
export function adaptiveAvgPool1d(input: Tensor, outputSize: AdaptiveSize1d): Tensor {
  return adaptiveAvgPool('adaptiveAvgPool1d', 1, input, outputSize);
}

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
export function adaptiveAvgPool2d(input: Tensor, outputSize: AdaptiveSize2d): Tensor {
  return adaptiveAvgPool('adaptiveAvgPool2d', 2, input, outputSize);
}

/**
 * The averages of a grid of windows that divide a volume as evenly as whole elements allow, so that the output has the
 * size asked for whatever the size of the input. Windows as in {@link adaptiveAvgPool2d}.
 *
 * @param input float32
 * @param outputSize `(D', H', W')`: one number for all, or `[depth, height, width]`; null keeps the size of the input
 * @returns `(N, C, D, H, W) -> (N, C, D', H', W')` or the same without N
 * @throws ArgumentError for sizes below 1; DTypeError for other dtypes; ShapeError for other shapes
 * @example adaptiveAvgPool3d(features, [null, 1, 1]) // (N, C, 8, 7, 7) -> (N, C, 8, 1, 1)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool3d.html
 */
export function adaptiveAvgPool3d(input: Tensor, outputSize: AdaptiveSize3d): Tensor {
  return adaptiveAvgPool('adaptiveAvgPool3d', 3, input, outputSize);
}

/**
 * The largest elements of windows that divide a sequence as evenly as whole elements allow: {@link adaptiveAvgPool1d} with
 * the maximum instead of the mean. NaN where a window holds one.
 *
 * @param input float32
 * @param outputSize `L'`; null keeps the length of the input
 * @param options returnIndices (false)
 * @returns `(N, C, L) -> (N, C, L')` or `(C, L) -> (C, L')`. With `returnIndices` `[output, indices]`, where the int64
 * indices are positions in the sequence
 * @throws ArgumentError for sizes below 1; DTypeError for other dtypes; ShapeError for other shapes
 * @example adaptiveMaxPool1d(features, 1) // (N, C, 7) -> (N, C, 1)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool1d.html
 */
export function adaptiveMaxPool1d<Indices extends boolean = false>(
  input: Tensor,
  outputSize: AdaptiveSize1d,
  options: AdaptiveMaxPoolOptions<Indices> = {},
): MaxPooled<Indices> {
  return adaptiveMaxPool('adaptiveMaxPool1d', 1, input, outputSize, options);
}

/**
 * The largest elements of a grid of windows that divide the image as evenly as whole elements allow:
 * {@link adaptiveAvgPool2d} with the maximum instead of the mean. NaN where a window holds one.
 *
 * @param input float32
 * @param outputSize `(H', W')`: one number for both, or `[height, width]`; null keeps the size of the input
 * @param options returnIndices (false)
 * @returns `(N, C, H, W) -> (N, C, H', W')` or `(C, H, W) -> (C, H', W')`. With `returnIndices` `[output, indices]`, where
 * the int64 indices are `h * W + w`
 * @throws ArgumentError for sizes below 1; DTypeError for other dtypes; ShapeError for other shapes
 * @example adaptiveMaxPool2d(features, 1) // (N, C, 7, 7) -> (N, C, 1, 1)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool2d.html
 */
export function adaptiveMaxPool2d<Indices extends boolean = false>(
  input: Tensor,
  outputSize: AdaptiveSize2d,
  options: AdaptiveMaxPoolOptions<Indices> = {},
): MaxPooled<Indices> {
  return adaptiveMaxPool('adaptiveMaxPool2d', 2, input, outputSize, options);
}

/**
 * The largest elements of a grid of windows that divide a volume as evenly as whole elements allow:
 * {@link adaptiveAvgPool3d} with the maximum instead of the mean. NaN where a window holds one.
 *
 * @param input float32
 * @param outputSize `(D', H', W')`: one number for all, or `[depth, height, width]`; null keeps the size of the input
 * @param options returnIndices (false)
 * @returns `(N, C, D, H, W) -> (N, C, D', H', W')` or the same without N. With `returnIndices` `[output, indices]`, where
 * the int64 indices are `(d * H + h) * W + w`
 * @throws ArgumentError for sizes below 1; DTypeError for other dtypes; ShapeError for other shapes
 * @example adaptiveMaxPool3d(features, 1) // (N, C, 8, 7, 7) -> (N, C, 1, 1, 1)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool3d.html
 */
export function adaptiveMaxPool3d<Indices extends boolean = false>(
  input: Tensor,
  outputSize: AdaptiveSize3d,
  options: AdaptiveMaxPoolOptions<Indices> = {},
): MaxPooled<Indices> {
  return adaptiveMaxPool('adaptiveMaxPool3d', 3, input, outputSize, options);
}

function adaptiveAvgPool(where: string, dims: number, input: Tensor, outputSize: unknown): Tensor {
  const shape = adaptiveShape(where, dims, input, outputSize);
  const pass = (images: Tensor, output: readonly number[]) =>
    dispatch('adaptiveAvgPool2d', {}, [images], [{ shape: output, dtype: input.dtype }])[0];
  // Over one dimension the channels are rows, as many in the output as in the input.
  return dims < 3 ? pass(input, shape) : poolVolume(input, shape, pass);
}

function adaptiveMaxPool<Indices extends boolean>(
  where: string,
  dims: number,
  input: Tensor,
  outputSize: unknown,
  options: AdaptiveMaxPoolOptions<Indices>,
): MaxPooled<Indices> {
  checkOptions(where, options, ['returnIndices']);
  const { returnIndices = false } = options;
  checkBoolean(where, 'returnIndices', returnIndices);
  const shape = adaptiveShape(where, dims, input, outputSize);
  const outputs = [
    { shape, dtype: input.dtype },
    { shape, dtype: 'int64' },
  ] as const;
  const [values, indices] = dispatch('adaptiveMaxPool', { dims }, [input], outputs);
  return (returnIndices ? [values, indices] : values) as MaxPooled<Indices>;
}

function adaptiveShape(where: string, dims: number, input: Tensor, outputSize: unknown): number[] {
  checkImages(where, 'input', input, dims);
  const sizes = toAdaptiveSizes(where, dims, outputSize);
  return [
    ...input.shape.slice(0, -dims),
    ...sizes.map((size, d) => size ?? (input.shape.at(d - dims) as number)),
  ];
}

/**
 * The output size as a list of `dims` entries, null where it keeps that of the input.
 *
 * @throws ArgumentError for sizes below 1 and lists of another length
 */
export function toAdaptiveSizes(where: string, dims: number, outputSize: unknown): (number | null)[] {
  const sizes: unknown[] = Array.isArray(outputSize) ? outputSize : new Array(dims).fill(outputSize);
  if (
    isIntegers(
      sizes.map((size) => size ?? 1),
      dims,
      1,
    ) &&
    !sizes.includes(undefined)
  )
    return sizes as (number | null)[];
  const list = dims === 1 ? '' : `, or ${dims} of them`;
  throw new ArgumentError(where, 'outputSize', `an integer of at least 1 or null${list}`, outputSize);
}
