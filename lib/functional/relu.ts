/** The rectified linear unit and its piecewise linear relatives. */
import { ArgumentError, DTypeError, ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import { checkScalar } from '../tensor/create.js';
import { isFloatingPoint } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';
import { activate, checkActivation, checkFloat, floatActivation, type InplaceOptions } from './activation.js';
import { checkNumber, checkTensor } from './check.js';
import { to } from './copy.js';
import { computeType } from './promotion.js';

/**
 * The rectified linear unit, element by element: `max(x, 0)`. NaN stays NaN.
 *
 * @param input a tensor of any shape
 * @param options inplace (false)
 * @returns a tensor of the same shape and dtype
 * @throws DTypeError for bool
 * @example relu(tensor([-1, 2])) // [0, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.relu.html
 */
export function relu(input: Tensor, options: InplaceOptions = {}): Tensor {
  checkActivation('relu', options);
  checkNumbers('relu', input);
  return activate('relu', 'relu', {}, input, options);
}

/** {@link relu}, written over its input. @see https://pytorch.org/docs/stable/generated/torch.nn.functional.relu_.html */
export function relu_(input: Tensor): Tensor {
  checkNumbers('relu_', input);
  return activate('relu_', 'relu', {}, input, { inplace: true });
}

/**
 * `min(max(x, 0), 6)`, element by element. NaN stays NaN.
 *
 * @param input a tensor of any shape
 * @param options inplace (false)
 * @returns a tensor of the same shape and dtype
 * @throws DTypeError for bool
 * @example relu6(tensor([-1, 2, 8])) // [0, 2, 6]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.relu6.html
 */
export function relu6(input: Tensor, options: InplaceOptions = {}): Tensor {
  checkActivation('relu6', options);
  checkNumbers('relu6', input);
  return activate('relu6', 'hardtanh', { minVal: 0, maxVal: 6 }, input, options);
}

/** The options of {@link hardtanh}. */
export interface HardtanhOptions extends InplaceOptions {
  /** The least value. Default: -1. */
  minVal?: number;
  /** The largest value; it wins where it is below the least. Default: 1. */
  maxVal?: number;
}

/**
 * `min(max(x, minVal), maxVal)`, element by element. NaN stays NaN. Integers are bounded by the limits without their
 * fractions.
 *
 * @param input a tensor of any shape
 * @param options minVal (-1), maxVal (1), inplace (false)
 * @returns a tensor of the same shape and dtype
 * @throws DTypeError for bool; ArgumentError for limits that an integer input's dtype cannot hold
 * @example hardtanh(tensor([-3, 0.5, 3])) // [-1, 0.5, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.hardtanh.html
 */
export function hardtanh(input: Tensor, options: HardtanhOptions = {}): Tensor {
  checkActivation('hardtanh', options, ['minVal', 'maxVal']);
  checkNumbers('hardtanh', input);
  const { minVal = -1, maxVal = 1 } = options;
  checkLimit('hardtanh', 'minVal', minVal, input);
  checkLimit('hardtanh', 'maxVal', maxVal, input);
  return activate('hardtanh', 'hardtanh', { minVal, maxVal }, input, options);
}

/**
 * `x` where it is above the threshold, elsewhere the value. NaN stays NaN. Integers are compared and replaced without the
 * fractions of the two.
 *
 * @param input a tensor of any shape
 * @param options inplace (false)
 * @returns a tensor of the same shape and dtype
 * @throws DTypeError for bool; ArgumentError for numbers that an integer input's dtype cannot hold
 * @example threshold(tensor([-1, 0.5, 3]), 0.5, 7) // [7, 7, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.threshold.html
 */
export function threshold(
  input: Tensor,
  threshold: number,
  value: number,
  options: InplaceOptions = {},
): Tensor {
  checkActivation('threshold', options);
  checkNumbers('threshold', input);
  checkLimit('threshold', 'threshold', threshold, input);
  checkLimit('threshold', 'value', value, input);
  return activate('threshold', 'threshold', { threshold, value }, input, options);
}

/** The options of {@link leakyRelu}. */
export interface LeakyReluOptions extends InplaceOptions {
  /** The slope below 0. Default: 0.01. */
  negativeSlope?: number;
}

/**
 * `x` above 0, `negativeSlope * x` below, element by element.
 *
 * @param input a floating-point tensor of any shape
 * @param options negativeSlope (0.01), inplace (false)
 * @returns a tensor of the same shape and dtype
 * @throws DTypeError for integers and bool
 * @example leakyRelu(x, { negativeSlope: 0.2 })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.leaky_relu.html
 */
export function leakyRelu(input: Tensor, options: LeakyReluOptions = {}): Tensor {
  checkActivation('leakyRelu', options, ['negativeSlope']);
  const { negativeSlope = 0.01 } = options;
  checkNumber('leakyRelu', 'negativeSlope', negativeSlope);
  return floatActivation('leakyRelu', input, options, { negativeSlope });
}

/**
 * `x` above 0, `weight * x` below, with a learned weight for each channel or one for all.
 *
 * @param input a floating-point tensor; dimension 1 are the channels
 * @param weight (C) or (1) or a single number (), of the input's dtype
 * @returns a new tensor of the same shape and dtype
 * @throws DTypeError for integers and bool, and unless both have one dtype; ShapeError unless the weight fits the channels
 * @example prelu(images, tensor([0.1, 0.2, 0.3])) // images (N, 3, H, W)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.prelu.html
 */
export function prelu(input: Tensor, weight: Tensor): Tensor {
  checkFloat('prelu', input);
  checkTensor('prelu', 'weight', weight);
  if (weight.dtype !== input.dtype)
    throw new DTypeError('prelu', 'weight', `${input.dtype}, as the input`, weight.dtype);
  const { shape } = input;
  const channels = shape.length > 1 ? shape[1] : 1;
  if (weight.ndim > 1 || (weight.numel() !== 1 && weight.numel() !== channels)) {
    throw new ShapeError(
      'prelu',
      `weight must have the shape [1] or [${channels}], one element for each channel of input [${shape.join(', ')}], ` +
        `received [${weight.shape.join(', ')}]`,
      { argument: 'weight', expected: `[${channels}]`, received: `[${weight.shape.join(', ')}]` },
    );
  }
  const dtype = computeType(input.dtype);
  return to(dispatch('prelu', {}, [to(input, dtype), to(weight, dtype)], [{ shape, dtype }])[0], input.dtype);
}

function checkNumbers(where: string, input: Tensor): void {
  checkTensor(where, 'input', input);
  if (input.dtype === 'bool') throw new DTypeError(where, 'input', 'numbers (see to())', 'bool');
}

function checkLimit(where: string, argument: string, value: number, input: Tensor): void {
  checkNumber(where, argument, value);
  if (isFloatingPoint(input.dtype)) return;
  if (!Number.isFinite(value)) throw new ArgumentError(where, argument, 'a finite number', value);
  checkScalar(where, argument, Math.trunc(value), input.dtype);
}
