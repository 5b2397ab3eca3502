/** Smooth and hard activations that are bounded on one side or on both. */
import { DTypeError } from '../errors.js';
import { isFloatingPoint } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';
import { activate, checkActivation, floatActivation, type InplaceOptions } from './activation.js';
import { checkNumber, checkOptions, checkTensor } from './check.js';
import { to } from './copy.js';
import { floatType } from './promotion.js';

/** The options of {@link softplus}. */
export interface SoftplusOptions {
  /** How sharp the bend at 0 is. Default: 1. */
  beta?: number;
  /** From `beta * x` above it on, the result is `x` itself. Default: 20. */
  threshold?: number;
}

/**
 * A smooth {@link relu}, element by element: `ln(1 + e^(beta * x)) / beta`, and `x` where `beta * x` is above the threshold.
 *
 * @param input a floating-point tensor of any shape
 * @param options beta (1), threshold (20)
 * @returns a new tensor of the same shape and dtype
 * @throws DTypeError for integers and bool
 * @example softplus(tensor([-1, 0.5])) // [0.3133, 0.9741]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softplus.html
 */
export function softplus(input: Tensor, options: SoftplusOptions = {}): Tensor {
  checkOptions('softplus', options, ['beta', 'threshold']);
  const { beta = 1, threshold = 20 } = options;
  checkNumber('softplus', 'beta', beta);
  checkNumber('softplus', 'threshold', threshold);
  return floatActivation('softplus', input, {}, { beta, threshold });
}

/**
 * The logarithm of {@link sigmoid}, element by element: `-ln(1 + e^-x)`.
 *
 * @param input a floating-point tensor of any shape
 * @returns a new tensor of the same shape and dtype
 * @throws DTypeError for integers and bool
 * @example logsigmoid(tensor([-1, 0.5])) // [-1.3133, -0.4741]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.logsigmoid.html
 */
export function logsigmoid(input: Tensor): Tensor {
  return floatActivation('logsigmoid', input, {});
}

/**
 * `x / (1 + |x|)`, element by element. Integers give float32.
 *
 * @param input a tensor of any shape
 * @returns a new tensor of the same shape
 * @throws DTypeError for bool
 * @example softsign(tensor([-1, 0.5])) // [-0.5, 0.3333]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softsign.html
 */
export function softsign(input: Tensor): Tensor {
  checkTensor('softsign', 'input', input);
  if (input.dtype === 'bool') throw new DTypeError('softsign', 'input', 'numbers (see to())', 'bool');
  const x = isFloatingPoint(input.dtype) ? input : to(input, floatType(input.dtype));
  return activate('softsign', 'softsign', {}, x, {});
}

/**
 * A {@link sigmoid} of straight lines, element by element: `min(max(x + 3, 0), 6) / 6`.
 *
 * @param input a floating-point tensor of any shape
 * @param options inplace (false)
 * @returns a tensor of the same shape and dtype
 * @throws DTypeError for integers and bool
 * @example hardsigmoid(tensor([-1, 0.5])) // [0.3333, 0.5833]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.hardsigmoid.html
 */
export function hardsigmoid(input: Tensor, options: InplaceOptions = {}): Tensor {
  checkActivation('hardsigmoid', options);
  return floatActivation('hardsigmoid', input, options);
}
