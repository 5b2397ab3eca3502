/** The exponential linear units. */
import { ArgumentError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkActivation, floatActivation, type InplaceOptions } from './activation.js';
import { checkNumber } from './check.js';

/** The options of {@link elu} and {@link celu}. */
export interface EluOptions extends InplaceOptions {
  /** How far below 0 the function goes. Default: 1. */
  alpha?: number;
}

/**
 * `x` above 0, `alpha * (e^x - 1)` below, element by element.
 *
 * @param input a floating-point tensor of any shape
 * @param options alpha (1), inplace (false)
 * @returns a tensor of the same shape and dtype
 * @throws DTypeError for integers and bool
 * @example elu(tensor([-1, 0.5])) // [-0.6321, 0.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.elu.html
 */
export function elu(input: Tensor, options: EluOptions = {}): Tensor {
  checkActivation('elu', options, ['alpha']);
  const { alpha = 1 } = options;
  checkNumber('elu', 'alpha', alpha);
  return floatActivation('elu', input, options, { alpha, inputScale: 1 });
}

/**
 * `x` above 0, `alpha * (e^(x / alpha) - 1)` below, element by element: an {@link elu} without a kink at 0.
 *
 * @param input a floating-point tensor of any shape
 * @param options alpha (1), inplace (false)
 * @returns a tensor of the same shape and dtype
 * @throws DTypeError for integers and bool; ArgumentError for an alpha of 0
 * @example celu(tensor([-1, 0.5]), { alpha: 2 }) // [-0.7869, 0.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.celu.html
 */
export function celu(input: Tensor, options: EluOptions = {}): Tensor {
  checkActivation('celu', options, ['alpha']);
  const { alpha = 1 } = options;
  checkNumber('celu', 'alpha', alpha);
  if (alpha === 0) throw new ArgumentError('celu', 'alpha', 'a number that is not 0', alpha);
  return floatActivation('celu', input, options, { alpha, inputScale: 1 / alpha }, 'elu');
}

/**
 * `scale * x` above 0, `scale * alpha * (e^x - 1)` below, element by element, with the constants alpha = 1.6732632423543772
 * and scale = 1.0507009873554805.
 *
 * @param input a floating-point tensor of any shape
 * @param options inplace (false)
 * @returns a tensor of the same shape and dtype
 * @throws DTypeError for integers and bool
 * @example selu(tensor([-1, 0.5])) // [-1.1113, 0.5254]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.selu.html
 */
export function selu(input: Tensor, options: InplaceOptions = {}): Tensor {
  checkActivation('selu', options);
  return floatActivation('selu', input, options);
}
