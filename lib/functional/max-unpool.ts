/** The partial inverse of max pooling in one, two and three dimensions. */
import { ArgumentError, DTypeError, ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkImages, checkOptions, checkTensor, isIntegers, toSizes } from './check.js';
import { max, min } from './extremum.js';
import type { Size1d, Size2d, Size3d } from './pool.js';
import { item } from './values.js';

/** The options of max unpooling. */
export interface MaxUnpoolOptions<Size> {
  /** The step between the windows of the pooling, one number or one for each dimension. Default: the kernel size. */
  stride?: Size;
  /** The padding of the pooling. Default: 0. */
  padding?: Size;
  /** The size of the output, its last dimensions or its whole shape. Default: the smallest that fits the windows. */
  outputSize?: readonly number[] | null;
}

/** The options of {@link maxUnpool1d}. */
export type MaxUnpool1dOptions = MaxUnpoolOptions<Size1d>;

/** The options of {@link maxUnpool2d}. */
export type MaxUnpool2dOptions = MaxUnpoolOptions<Size2d>;

/** The options of {@link maxUnpool3d}. */
export type MaxUnpool3dOptions = MaxUnpoolOptions<Size3d>;

/**
 * A sequence with the elements that `maxPool1d` kept where they were, and zeros elsewhere: `y[n, c, indices[n, c, i]] =
 * x[n, c, i]`. Where an index comes more than once, the last of its elements counts.
 *
 * @param input float32, the output of the pooling
 * @param indices int64, the indices of the pooling
 * @param kernelSize the window of the pooling
 * @param options stride (the kernel size), padding (0), outputSize
 * @returns `(N, C, L) -> (N, C, L')` or `(C, L) -> (C, L')`, where `L' = (L - 1) * stride - 2 * padding + kernelSize`, or
 * `outputSize`, which may differ by less than a stride
 * @throws ArgumentError for options out of range, and indices outside the output; DTypeError for other dtypes; ShapeError
 * for other shapes
 * @example maxUnpool1d(output, indices, 2) // (N, C, 14) -> (N, C, 28)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.max_unpool1d.html
 */
export function maxUnpool1d(
  input: Tensor,
  indices: Tensor,
  kernelSize: Size1d,
  options: MaxUnpool1dOptions = {},
): Tensor {
  return maxUnpool('maxUnpool1d', 1, input, indices, kernelSize, options);
}

/**
 * An image with the elements that `maxPool2d` kept where they were, and zeros elsewhere: element `indices[n, c, i, j]` of
 * the flattened plane `y[n, c]` is `x[n, c, i, j]`. Where an index comes more than once, the last of its elements counts.
 *
 * @param input float32, the output of the pooling
 * @param indices int64, the indices of the pooling
 * @param kernelSize the window of the pooling, one number or `[height, width]`
 * @param options stride (the kernel size), padding (0), outputSize
 * @returns `(N, C, H, W) -> (N, C, H', W')` or `(C, H, W) -> (C, H', W')`, where
 * `H' = (H - 1) * stride[0] - 2 * padding[0] + kernelSize[0]`, or `outputSize`, which may differ by less than a stride
 * @throws ArgumentError for options out of range, and indices outside the output; DTypeError for other dtypes; ShapeError
 * for other shapes
 * @example const [output, indices] = maxPool2d(images, 2, { returnIndices: true });
 * maxUnpool2d(output, indices, 2, { outputSize: images.shape });
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.max_unpool2d.html
 */
export function maxUnpool2d(
  input: Tensor,
  indices: Tensor,
  kernelSize: Size2d,
  options: MaxUnpool2dOptions = {},
): Tensor {
  return maxUnpool('maxUnpool2d', 2, input, indices, kernelSize, options);
}

/**
 * A volume with the elements that `maxPool3d` kept where they were, and zeros elsewhere, as {@link maxUnpool2d}.
 *
 * @param input float32, the output of the pooling
 * @param indices int64, the indices of the pooling
 * @param kernelSize the window of the pooling, one number or `[depth, height, width]`
 * @param options stride (the kernel size), padding (0), outputSize
 * @returns `(N, C, D, H, W) -> (N, C, D', H', W')` or the same without N, sizes as in {@link maxUnpool2d}
 * @throws ArgumentError for options out of range, and indices outside the output; DTypeError for other dtypes; ShapeError
 * for other shapes
 * @example maxUnpool3d(output, indices, 2) // (N, C, 4, 14, 14) -> (N, C, 8, 28, 28)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.max_unpool3d.html
 */
export function maxUnpool3d(
  input: Tensor,
  indices: Tensor,
  kernelSize: Size3d,
  options: MaxUnpool3dOptions = {},
): Tensor {
  return maxUnpool('maxUnpool3d', 3, input, indices, kernelSize, options);
}

function maxUnpool(
  where: string,
  dims: number,
  input: Tensor,
  indices: Tensor,
  kernelSize: unknown,
  options: MaxUnpoolOptions<unknown>,
): Tensor {
  checkOptions(where, options, ['stride', 'padding', 'outputSize']);
  checkImages(where, 'input', input, dims);
  checkTensor(where, 'indices', indices);
  if (indices.dtype !== 'int64') throw new DTypeError(where, 'indices', 'int64', indices.dtype);
  if (`${indices.shape}` !== `${input.shape}`) {
    throw new ShapeError(
      where,
      `indices must have the shape of input [${input.shape.join(', ')}], received [${indices.shape.join(', ')}]`,
      { argument: 'indices', received: `[${indices.shape.join(', ')}]` },
    );
  }
  const sizes = unpooledSizes(where, dims, input, kernelSize, options);
  checkIndices(where, indices, sizes);
  const shape = [...input.shape.slice(0, -dims), ...sizes];
  return dispatch('maxUnpool', { dims }, [input, indices], [{ shape, dtype: input.dtype }])[0];
}

function unpooledSizes(
  where: string,
  dims: number,
  input: Tensor,
  kernelSize: unknown,
  options: MaxUnpoolOptions<unknown>,
): number[] {
  const kernel = toSizes(where, 'kernelSize', kernelSize, dims, 1);
  const stride = toSizes(where, 'stride', options.stride ?? kernel, dims, 1);
  const padding = toSizes(where, 'padding', options.padding ?? 0, dims, 0);
  const smallest = kernel.map((size, d) => {
    const windows = input.shape.at(d - dims) as number;
    return (windows - 1) * (stride[d] as number) + size - 2 * (padding[d] as number);
  });
  const asked = options.outputSize ?? smallest;
  const sizes = Array.isArray(asked) && asked.length === dims + 2 ? asked.slice(2) : asked;
  const fits = (size: number, d: number) => Math.abs(size - (smallest[d] as number)) < (stride[d] as number);
  if (isIntegers(sizes, dims, 1) && sizes.every(fits)) return [...sizes];
  const near = smallest.map((size, d) => `${size} ± ${(stride[d] as number) - 1}`).join(', ');
  throw new ArgumentError(where, 'outputSize', `sizes of at least 1 in [${near}]`, asked);
}

/** Whoever made the indices may have made them for another size. */
function checkIndices(where: string, indices: Tensor, sizes: readonly number[]): void {
  if (indices.numel() === 0) return;
  const elements = sizes.reduce((a, b) => a * b);
  const bounds = [item(min(indices)), item(max(indices))];
  const wrong = bounds.find((index) => index < 0 || index >= elements);
  if (wrong !== undefined)
    throw new ArgumentError(
      where,
      'indices',
      `from 0 to ${elements - 1}, for an output of [${sizes.join(', ')}]`,
      wrong,
    );
}
