/** Power-average pooling in one and two dimensions. */
import { ArgumentError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { mul, pow } from './arithmetic.js';
import { avgPool1d, avgPool2d } from './avg-pool.js';
import { checkImages, checkOptions, toSizes } from './check.js';
import { sqrt } from './elementwise.js';
import type { PoolOptions, Size1d, Size2d } from './pool.js';

/** The options of power-average pooling. */
export type LPPoolOptions<Size> = Pick<PoolOptions<Size>, 'stride' | 'ceilMode'>;

/** The options of {@link lpPool1d}. */
export type LPPool1dOptions = LPPoolOptions<Size1d>;

/** The options of {@link lpPool2d}. */
export type LPPool2dOptions = LPPoolOptions<Size2d>;

const OPTIONS = ['stride', 'ceilMode'];

/**
 * The p-norm of each window that slides over a sequence, without absolute values: `y = (sum of x^p)^(1/p)`, which is NaN
 * where the sum has no such root. A window of `ceilMode` that hangs over the edge is scaled as if it were whole.
 *
 * @param input float32
 * @param normType p, other than 0
 * @param kernelSize the window
 * @param options stride (the kernel size), ceilMode (false)
 * @returns `(N, C, L) -> (N, C, L')` or `(C, L) -> (C, L')`, as `avgPool1d`
 * @throws ArgumentError for options out of range; DTypeError for other dtypes; ShapeError for other shapes, and where no
 * window fits
 * @example lpPool1d(signals, 2, 3) // (N, C, 27) -> (N, C, 9)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.lp_pool1d.html
 */
export function lpPool1d(
  input: Tensor,
  normType: number,
  kernelSize: Size1d,
  options: LPPool1dOptions = {},
): Tensor {
  const elements = checkLPPool('lpPool1d', 1, input, normType, kernelSize, options);
  return root(avgPool1d(power(input, normType), kernelSize, options), normType, elements);
}

/**
 * The p-norm of each window that slides over an image, without absolute values: `y = (sum of x^p)^(1/p)`, which is NaN
 * where the sum has no such root. A window of `ceilMode` that hangs over the edge is scaled as if it were whole.
 *
 * @param input float32
 * @param normType p, other than 0
 * @param kernelSize the window, one number or `[height, width]`
 * @param options stride (the kernel size), ceilMode (false)
 * @returns `(N, C, H, W) -> (N, C, H', W')` or `(C, H, W) -> (C, H', W')`, as `avgPool2d`
 * @throws ArgumentError for options out of range; DTypeError for other dtypes; ShapeError for other shapes, and where no
 * window fits
 * @example lpPool2d(images, 2, 2) // (N, C, 28, 28) -> (N, C, 14, 14)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.lp_pool2d.html
 */
export function lpPool2d(
  input: Tensor,
  normType: number,
  kernelSize: Size2d,
  options: LPPool2dOptions = {},
): Tensor {
  const elements = checkLPPool('lpPool2d', 2, input, normType, kernelSize, options);
  return root(avgPool2d(power(input, normType), kernelSize, options), normType, elements);
}

/** Checks what average pooling will not, and returns the number of elements in a window. */
function checkLPPool(
  where: string,
  dims: number,
  input: Tensor,
  normType: unknown,
  kernelSize: unknown,
  options: unknown,
): number {
  checkOptions(where, options, OPTIONS);
  checkImages(where, 'input', input, dims);
  checkNormType(where, normType);
  return toSizes(where, 'kernelSize', kernelSize, dims, 1).reduce((a, b) => a * b);
}

/** @throws ArgumentError unless there is a root of this degree */
export function checkNormType(where: string, normType: unknown): asserts normType is number {
  if (typeof normType !== 'number' || normType === 0 || Number.isNaN(normType))
    throw new ArgumentError(where, 'normType', 'a number other than 0', normType);
}

function power(x: Tensor, p: number): Tensor {
  if (p === 1) return x;
  return p === 2 ? mul(x, x) : pow(x, p);
}

function root(average: Tensor, p: number, elements: number): Tensor {
  const sum = mul(average, elements);
  if (p === 1) return sum;
  return p === 2 ? sqrt(sum) : pow(sum, 1 / p);
}
