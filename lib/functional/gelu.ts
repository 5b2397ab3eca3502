/** Activations that multiply their input by a gate: gelu, silu, mish, hardswish and glu. */
import { ArgumentError, ShapeError } from '../errors.js';
import { normalizeDim } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkActivation, checkFloat, floatActivation, type InplaceOptions } from './activation.js';
import { mul } from './arithmetic.js';
import { checkOptions } from './check.js';
import { sigmoid } from './elementwise.js';
import { narrow } from './slice.js';

/** The options of {@link gelu}. */
export interface GeluOptions {
  /** `'none'` is the exact function, `'tanh'` an approximation by that function. Default: `'none'`. */
  approximate?: 'none' | 'tanh';
}

/**
 * The Gaussian error linear unit, element by element.
 *
 * `x * (1 + erf(x / sqrt(2))) / 2`, or `x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2`
 *
 * @param input a floating-point tensor of any shape
 * @param options approximate ('none')
 * @returns a new tensor of the same shape and dtype
 * @throws DTypeError for integers and bool; ArgumentError for other approximations
 * @example gelu(tensor([-1, 0.5])) // [-0.1587, 0.3457]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.gelu.html
 */
export function gelu(input: Tensor, options: GeluOptions = {}): Tensor {
  checkOptions('gelu', options, ['approximate']);
  const { approximate = 'none' } = options;
  checkApproximate('gelu', approximate);
  return floatActivation('gelu', input, {}, {}, approximate === 'tanh' ? 'geluTanh' : 'gelu');
}

/** @throws ArgumentError unless `value` is one of gelu's */
export function checkApproximate(where: string, value: unknown): void {
  if (value !== 'none' && value !== 'tanh')
    throw new ArgumentError(where, 'approximate', "'none' or 'tanh'", value);
}

/**
 * The sigmoid linear unit, also called swish, element by element: `x / (1 + e^-x)`.
 *
 * @param input a floating-point tensor of any shape
 * @param options inplace (false)
 * @returns a tensor of the same shape and dtype
 * @throws DTypeError for integers and bool
 * @example silu(tensor([-1, 0.5])) // [-0.2689, 0.3112]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.silu.html
 */
export function silu(input: Tensor, options: InplaceOptions = {}): Tensor {
  checkActivation('silu', options);
  return floatActivation('silu', input, options);
}

/**
 * `x * tanh(ln(1 + e^x))`, element by element.
 *
 * @param input a floating-point tensor of any shape
 * @param options inplace (false)
 * @returns a tensor of the same shape and dtype
 * @throws DTypeError for integers and bool
 * @example mish(tensor([-1, 0.5])) // [-0.3034, 0.3752]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.mish.html
 */
export function mish(input: Tensor, options: InplaceOptions = {}): Tensor {
  checkActivation('mish', options);
  return floatActivation('mish', input, options);
}

/**
 * `x * min(max(x + 3, 0), 6) / 6`, element by element.
 *
 * @param input a floating-point tensor of any shape
 * @param options inplace (false)
 * @returns a tensor of the same shape and dtype
 * @throws DTypeError for integers and bool
 * @example hardswish(tensor([-1, 0.5])) // [-0.3333, 0.2917]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.hardswish.html
 */
export function hardswish(input: Tensor, options: InplaceOptions = {}): Tensor {
  checkActivation('hardswish', options);
  return floatActivation('hardswish', input, options);
}

/**
 * The gated linear unit: the first half of a dimension, each element times the sigmoid of its counterpart in the second.
 *
 * @param input a floating-point tensor
 * @param options dim (-1)
 * @returns `(…, 2 K, …) -> (…, K, …)`
 * @throws DTypeError for integers and bool; ArgumentError for a dimension out of range; ShapeError for an odd size
 * @example glu(tensor([1, 2, 0, 0])) // [0.5, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.glu.html
 */
export function glu(input: Tensor, options: { dim?: number } = {}): Tensor {
  checkOptions('glu', options, ['dim']);
  checkFloat('glu', input);
  const { shape } = input;
  if (shape.length === 0)
    throw new ShapeError('glu', 'input must have at least one dimension to halve, received shape []');
  const dim = normalizeDim('glu', options.dim ?? -1, shape.length);
  const size = shape[dim] as number;
  if (size % 2 !== 0) {
    throw new ShapeError(
      'glu',
      `input must have an even size in dimension ${dim}, received shape [${shape.join(', ')}]`,
    );
  }
  return mul(narrow(input, dim, 0, size / 2), sigmoid(narrow(input, dim, size / 2, size / 2)));
}
