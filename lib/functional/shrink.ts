/** Activations that are 0 around 0. */
import { ArgumentError, DTypeError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { floatActivation } from './activation.js';
import { sub } from './arithmetic.js';
import { checkNumber, checkOptions, checkTensor } from './check.js';
import { tanh } from './elementwise.js';

/** The options of {@link hardshrink} and {@link softshrink}. */
export interface ShrinkOptions {
  /** The half width of the range around 0; PyTorch's spelling. Default: 0.5. */
  lambd?: number;
}

/**
 * 0 where `-lambd <= x <= lambd`, elsewhere `x`. NaN stays NaN.
 *
 * @param input a floating-point tensor of any shape
 * @param options lambd (0.5)
 * @returns a new tensor of the same shape and dtype
 * @throws DTypeError for integers and bool
 * @example hardshrink(tensor([-1, 0.25])) // [-1, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.hardshrink.html
 */
export function hardshrink(input: Tensor, options: ShrinkOptions = {}): Tensor {
  checkOptions('hardshrink', options, ['lambd']);
  const { lambd = 0.5 } = options;
  checkNumber('hardshrink', 'lambd', lambd);
  return floatActivation('hardshrink', input, {}, { lambd });
}

/**
 * `x - lambd` above `lambd`, `x + lambd` below `-lambd`, 0 between them; 0 for NaN too, as in PyTorch.
 *
 * @param input a floating-point tensor of any shape
 * @param options lambd (0.5)
 * @returns a new tensor of the same shape and dtype
 * @throws DTypeError for integers and bool; ArgumentError for a negative lambd
 * @example softshrink(tensor([-1, 0.25])) // [-0.5, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softshrink.html
 */
export function softshrink(input: Tensor, options: ShrinkOptions = {}): Tensor {
  checkOptions('softshrink', options, ['lambd']);
  const { lambd = 0.5 } = options;
  if (typeof lambd !== 'number' || !(lambd >= 0))
    throw new ArgumentError('softshrink', 'lambd', 'a number of at least 0', lambd);
  return floatActivation('softshrink', input, {}, { lambd });
}

/**
 * `x - tanh(x)`, element by element. Integers give float32.
 *
 * @param input a tensor of any shape
 * @returns a new tensor of the same shape
 * @throws DTypeError for bool
 * @example tanhshrink(tensor([-1, 0.25])) // [-0.2384, 0.0051]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.tanhshrink.html
 */
export function tanhshrink(input: Tensor): Tensor {
  checkTensor('tanhshrink', 'input', input);
  if (input.dtype === 'bool') throw new DTypeError('tanhshrink', 'input', 'numbers (see to())', 'bool');
  return sub(input, tanh(input));
}
