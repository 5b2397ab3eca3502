import { ShapeError } from '../errors.js';
import { numelOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { add, div, mul, pow } from './arithmetic.js';
import { avgPool2d } from './avg-pool.js';
import { checkFloat32, checkInteger, checkNumber, checkOptions } from './check.js';
import { pad } from './pad.js';
import { reshape } from './reshape.js';

/** The options of {@link localResponseNorm}. */
export interface LocalResponseNormOptions {
  /** Default: 1e-4. */
  alpha?: number;
  /** Default: 0.75. */
  beta?: number;
  /** Default: 1. */
  k?: number;
}

/**
 * Divides each element by a sum over the channels around its own.
 *
 * `y[c] = x[c] / (k + alpha / size * Σ x[j]^2)^beta` over j from `c - floor(size / 2)` to `c + floor((size - 1) / 2)`
 *
 * @param input float32, (N, C, …)
 * @param size how many channels are summed
 * @param options alpha (1e-4), beta (0.75), k (1)
 * @returns a tensor of the shape of `input`, `input` itself where that is empty
 * @throws ArgumentError for a size below 1; DTypeError for other dtypes; ShapeError below three dimensions
 * @example localResponseNorm(images, 5, { alpha: 1e-4, beta: 0.75, k: 2 })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.local_response_norm.html
 */
export function localResponseNorm(
  input: Tensor,
  size: number,
  options: LocalResponseNormOptions = {},
): Tensor {
  checkFloat32('localResponseNorm', 'input', input);
  checkInteger('localResponseNorm', 'size', size, 1);
  checkOptions('localResponseNorm', options, ['alpha', 'beta', 'k']);
  const { alpha = 1e-4, beta = 0.75, k = 1 } = options;
  for (const [argument, value] of Object.entries({ alpha, beta, k }))
    checkNumber('localResponseNorm', argument, value);
  const { shape } = input;
  if (shape.length < 3) {
    throw new ShapeError(
      'localResponseNorm',
      `input must be (N, C, L) or of more dimensions, received shape [${shape.join(', ')}]`,
    );
  }
  if (input.numel() === 0) return input;
  // The channels become the rows of an image, over which a window of one column slides.
  const images = [shape[0] as number, 1, shape[1] as number, numelOf(shape.slice(2))];
  const squares = pad(reshape(mul(input, input), images), [
    0,
    0,
    Math.floor(size / 2),
    Math.floor((size - 1) / 2),
  ]);
  const means = reshape(avgPool2d(squares, [size, 1], { stride: 1 }), shape);
  return div(input, pow(add(mul(means, alpha), k), beta));
}
