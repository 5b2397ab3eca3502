/** New tensors of random numbers. */
import { ArgumentError } from '../errors.js';
import { checkInteger, checkTensor } from '../functional/check.js';
import { to } from '../functional/copy.js';
import { checkScalar } from '../tensor/create.js';
import type { DType } from '../tensor/dtype.js';
import { checkShape } from '../tensor/shape.js';
import { Tensor } from '../tensor/tensor.js';
import { normal_, uniform_ } from './distributions.js';
import { checkRandomOptions, draw, type RandomOptions } from './draw.js';

/** What {@link rand} takes. */
export interface RandOptions extends RandomOptions {
  /** Default `'float32'`. */
  dtype?: 'float32' | 'float64';
}

/** What {@link randint} takes. */
export interface RandintOptions extends RandomOptions {
  /** Default `'int64'`. */
  dtype?: (typeof INTEGER_DTYPES)[number];
}

const INTEGER_DTYPES = ['int64', 'int32', 'int16', 'int8', 'uint8', 'float32', 'float64'] as const;

/**
 * A tensor of numbers drawn evenly from [0, 1).
 *
 * @throws ArgumentError unless `shape` is a list of sizes
 * @example rand([2, 3])
 * @see https://pytorch.org/docs/stable/generated/torch.rand.html
 */
export function rand(shape: readonly number[], options: RandOptions = {}): Tensor {
  checkShape('rand', 'shape', shape);
  checkRandomOptions('rand', options, ['dtype']);
  const { dtype = 'float32', generator } = options;
  checkDType('rand', dtype, ['float32', 'float64']);
  return uniform_(Tensor.empty({ shape: [...shape], dtype }), 0, 1, generator ? { generator } : {});
}

/**
 * A float32 tensor of normal numbers of mean 0 and variance 1.
 *
 * @throws ArgumentError unless `shape` is a list of sizes
 * @example randn([2, 3])
 * @see https://pytorch.org/docs/stable/generated/torch.randn.html
 */
export function randn(shape: readonly number[], options: RandomOptions = {}): Tensor {
  checkShape('randn', 'shape', shape);
  return normal_(Tensor.empty({ shape: [...shape], dtype: 'float32' }), 0, 1, options);
}

/**
 * {@link rand} of another tensor's shape.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.rand_like.html
 */
export function randLike(input: Tensor, options: RandOptions = {}): Tensor {
  checkTensor('randLike', 'input', input);
  return rand(input.shape, options);
}

/**
 * {@link randn} of another tensor's shape.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.randn_like.html
 */
export function randnLike(input: Tensor, options: RandomOptions = {}): Tensor {
  checkTensor('randnLike', 'input', input);
  return randn(input.shape, options);
}

/**
 * A tensor of integers drawn evenly from `[low, high)`.
 *
 * @throws ArgumentError unless both are safe integers, `low` below `high`, that the dtype can hold (`high - 1` for `high`)
 * @example randint(0, 10, [2, 3])
 * @see https://pytorch.org/docs/stable/generated/torch.randint.html
 */
export function randint(
  low: number,
  high: number,
  shape: readonly number[],
  options: RandintOptions = {},
): Tensor {
  checkShape('randint', 'shape', shape);
  checkRandomOptions('randint', options, ['dtype']);
  const { dtype = 'int64' } = options;
  checkDType('randint', dtype, INTEGER_DTYPES);
  checkBound('low', low, dtype);
  checkBound('high', high, dtype);
  if (low >= high) throw new ArgumentError('randint', 'high', `above low (${low})`, high);
  const output = Tensor.empty({ shape: [...shape], dtype: 'int64' });
  // PyTorch draws 64 bits where 32 are too few, in dtypes that can hold more.
  const wide = high - low >= 2 ** 32 && dtype !== 'int32';
  draw('randomIntegers', { low, high, wide }, output, options);
  return to(output, dtype);
}

/**
 * The integers from 0 to `n - 1` in random order, as an int64 tensor.
 *
 * @throws ArgumentError unless `n` is an integer of at least 0
 * @example randperm(4)
 * @see https://pytorch.org/docs/stable/generated/torch.randperm.html
 */
export function randperm(n: number, options: RandomOptions = {}): Tensor {
  checkInteger('randperm', 'n', n, 0);
  checkRandomOptions('randperm', options);
  const output = Tensor.empty({ shape: [n], dtype: 'int64' });
  draw('randomPermutation', {}, output, options);
  return output;
}

function checkDType(where: string, dtype: unknown, known: readonly DType[]): void {
  if (!known.includes(dtype as DType))
    throw new ArgumentError(where, 'dtype', `one of ${known.join(', ')}`, dtype);
}

/** `high` itself is not drawn, so the dtype need only hold the integer before it. */
function checkBound(argument: 'low' | 'high', value: unknown, dtype: DType): void {
  if (!Number.isSafeInteger(value)) throw new ArgumentError('randint', argument, 'a safe integer', value);
  const drawn = argument === 'low' ? (value as number) : (value as number) - 1;
  if (dtype === 'float32' && Math.abs(drawn) > 2 ** 24)
    throw new ArgumentError('randint', argument, 'within ±2^24, as float32 has gaps beyond', value);
  checkScalar('randint', argument === 'low' ? 'low' : 'high - 1', drawn, dtype);
}
