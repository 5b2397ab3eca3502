/** Variances and standard deviations. */
import { ArgumentError, DTypeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import { isFloatingPoint } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkBoolean, checkOptions, checkTensor } from './check.js';
import { to } from './copy.js';
import { computeType } from './promotion.js';
import { type Dims, planReduction, type ReduceOptions } from './reduction.js';

/** What {@link variance} and its like take. */
export interface MomentsOptions extends ReduceOptions {
  /** What is taken from the number of elements to give the divisor: an integer of at least 0, default 1. */
  correction?: number;
  /** false for a `correction` of 0, true for 1. Default true. */
  unbiased?: boolean;
}

/**
 * The variance over one dimension, several, or all: `functional.var(x)`, `x.var()`.
 *
 * `Σ (x - mean)² / (n - correction)`, in two passes and double precision
 *
 * @param input a tensor of floats
 * @param dim what to reduce; default: everything
 * @throws DTypeError for integers and bool; ArgumentError when both `correction` and `unbiased` are given
 * @example x.var([0, 2, 3], { unbiased: false }) // as BatchNorm2d takes it
 * @see https://pytorch.org/docs/stable/generated/torch.var.html
 */
export function variance(input: Tensor, dim?: Dims, options: MomentsOptions = {}): Tensor {
  return moments('var', false, input, dim, options)[0];
}

/** The standard deviation, the root of {@link variance}. @see https://pytorch.org/docs/stable/generated/torch.std.html */
export function std(input: Tensor, dim?: Dims, options: MomentsOptions = {}): Tensor {
  return moments('std', true, input, dim, options)[0];
}

/** {@link variance} and the mean. @see https://pytorch.org/docs/stable/generated/torch.var_mean.html */
export function varMean(input: Tensor, dim?: Dims, options: MomentsOptions = {}): [Tensor, Tensor] {
  return moments('varMean', false, input, dim, options);
}

/** {@link std} and the mean. @see https://pytorch.org/docs/stable/generated/torch.std_mean.html */
export function stdMean(input: Tensor, dim?: Dims, options: MomentsOptions = {}): [Tensor, Tensor] {
  return moments('stdMean', true, input, dim, options);
}

function moments(
  where: string,
  root: boolean,
  input: Tensor,
  dim: Dims,
  options: MomentsOptions,
): [Tensor, Tensor] {
  checkTensor(where, 'input', input);
  if (!isFloatingPoint(input.dtype))
    throw new DTypeError(where, 'input', `floating point (see to('float32'))`, input.dtype);
  const correction = checkCorrection(where, options);
  const { source, dims, shape } = planReduction(where, to(input, computeType(input.dtype)), dim, options);
  const spec = { shape, dtype: source.dtype };
  const [variance, mean] = dispatch('moments', { dims, correction, root }, [source], [spec, spec]);
  return [to(variance, input.dtype), to(mean, input.dtype)];
}

function checkCorrection(where: string, options: MomentsOptions): number {
  checkOptions(where, options, ['correction', 'keepdim', 'unbiased']);
  const { correction, unbiased = true } = options;
  checkBoolean(where, 'unbiased', unbiased);
  if (correction === undefined) return unbiased ? 1 : 0;
  if (options.unbiased !== undefined)
    throw new ArgumentError(where, 'correction', 'absent where unbiased is given', correction);
  if (!Number.isSafeInteger(correction) || correction < 0)
    throw new ArgumentError(where, 'correction', 'an integer of at least 0', correction);
  return correction;
}
