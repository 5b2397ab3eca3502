/** Filling tensors with numbers of a distribution. */
import { ArgumentError, DTypeError } from '../errors.js';
import { lt } from '../functional/arithmetic.js';
import { checkFloat32 } from '../functional/check.js';
import { checkWritable, copy_ } from '../functional/copy.js';
import { Tensor } from '../tensor/tensor.js';
import { checkRandomOptions, draw, inMemoryOrder, type RandomOptions } from './draw.js';

/**
 * Fills a tensor with numbers drawn evenly from `[low, high)`.
 *
 * `low + u (high - low)` with a u of 24 random bits (float64: 53), rounded once
 *
 * @param input a float32 or float64 tensor of any shape
 * @returns `input`
 * @throws ArgumentError unless `low` and `high` are finite and in that order
 * @example uniform_(zeros([2, 3]), -1, 1)
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.uniform_.html
 */
export function uniform_<T extends Tensor>(input: T, low = 0, high = 1, options: RandomOptions = {}): T {
  checkWritable('uniform_', input);
  if (input.dtype !== 'float32' && input.dtype !== 'float64')
    throw new DTypeError('uniform_', 'input', 'float32 or float64', input.dtype);
  if (!Number.isFinite(low)) throw new ArgumentError('uniform_', 'low', 'a finite number', low);
  if (!Number.isFinite(high) || high < low)
    throw new ArgumentError('uniform_', 'high', `a finite number of at least low (${low})`, high);
  checkRandomOptions('uniform_', options);
  draw('uniform', { low, high }, input, options);
  return input;
}

/**
 * Fills a tensor with normal numbers.
 *
 * `mean + std z`, where z has the density `exp(-z² / 2) / sqrt(2π)`
 *
 * As in PyTorch, 16 numbers and more in order are drawn by another way than fewer, or than a view out of order.
 *
 * @param input a float32 tensor of any shape
 * @returns `input`
 * @throws ArgumentError unless `mean` and `std` are finite and `std` is not negative
 * @example normal_(zeros([2, 3]), 0, 0.01)
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.normal_.html
 */
export function normal_<T extends Tensor>(input: T, mean = 0, std = 1, options: RandomOptions = {}): T {
  checkFloat32('normal_', 'input', input);
  checkWritable('normal_', input);
  if (!Number.isFinite(mean)) throw new ArgumentError('normal_', 'mean', 'a finite number', mean);
  if (!Number.isFinite(std) || std < 0)
    throw new ArgumentError('normal_', 'std', 'a finite number of at least 0', std);
  checkRandomOptions('normal_', options);
  draw('normal', { mean, std, blocks: input.isContiguous() }, input, options);
  return input;
}

/**
 * Fills a tensor with ones and zeros.
 *
 * 1 where u < p, with a u of 53 random bits. PyTorch draws so unless it was built with Intel's MKL, whose own stream it
 * takes then.
 *
 * @param input a tensor of any shape and dtype
 * @param p the probability of a 1
 * @returns `input`
 * @throws ArgumentError when `p` is not from 0 to 1
 * @example bernoulli_(zeros([2, 3]), 0.25)
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.bernoulli_.html
 */
export function bernoulli_<T extends Tensor>(input: T, p = 0.5, options: RandomOptions = {}): T {
  checkWritable('bernoulli_', input);
  if (typeof p !== 'number' || !(p >= 0 && p <= 1))
    throw new ArgumentError('bernoulli_', 'p', 'a number from 0 to 1', p);
  checkRandomOptions('bernoulli_', options);
  const ordered = inMemoryOrder(input);
  const drawn = Tensor.empty({ shape: ordered.shape, dtype: 'float64' });
  draw('uniform', { low: 0, high: 1 }, drawn, options);
  copy_(ordered, lt(drawn, p));
  return input;
}

/** @internal Fills a float32 tensor with normal numbers within `[low, high]`. Returns `input`. */
export function truncatedNormal_<T extends Tensor>(
  input: T,
  mean: number,
  std: number,
  low: number,
  high: number,
): T {
  checkWritable('truncNormal_', input);
  draw('truncatedNormal', { mean, std, low, high }, input, {});
  return input;
}
