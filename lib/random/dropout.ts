/** Dropping elements at random, as training does; the stream of PyTorch decides which. */
import { ArgumentError, ShapeError } from '../errors.js';
import { add, add_, div_, mul, mul_ } from '../functional/arithmetic.js';
import { checkBoolean, checkFloat32, checkOptions, checkTensor } from '../functional/check.js';
import { copy_ } from '../functional/copy.js';
import { squeeze, unsqueeze } from '../functional/squeeze.js';
import { Tensor } from '../tensor/tensor.js';
import { bernoulli_ } from './distributions.js';

/** The options of {@link dropout} and its kin. */
export interface DropoutFunctionOptions {
  /** The probability of an element to be dropped. Default 0.5. */
  p?: number;
  /** Whether anything is dropped at all. Default true, as in PyTorch. */
  training?: boolean;
  /** Whether the result is written over the input. Default false. */
  inplace?: boolean;
}

/** What SELU tends to for large negative numbers, negated: the value that alpha dropout drops to. */
const ALPHA = 1.7580993408473766;

/**
 * Drops elements: each becomes 0 with the probability p, and the others are divided by 1 - p, so that the mean stays.
 *
 * `y = x * b / (1 - p)` with a b of 0 or 1 from the default generator: after the same `manualSeed`, PyTorch's.
 *
 * @param input float32, any shape
 * @param options p (0.5), training (true), inplace (false)
 * @returns a new tensor of the shape of `input`, or `input` itself where nothing is dropped or with `inplace`
 * @throws ArgumentError when `p` is not from 0 to 1; DTypeError for other dtypes
 * @example dropout(features, { p: 0.25 })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout.html
 */
export function dropout(input: Tensor, options: DropoutFunctionOptions = {}): Tensor {
  return drop('dropout', input, options, { whole: false, alpha: false });
}

/**
 * Drops whole channels of (N, C, L) or (C, L). See {@link dropout}.
 *
 * @throws ShapeError for other ranks
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout1d.html
 */
export function dropout1d(input: Tensor, options: DropoutFunctionOptions = {}): Tensor {
  return dropChannels('dropout1d', input, options, 2, '(N, C, L) or (C, L)');
}

/**
 * Drops whole channels of (N, C, H, W). As in PyTorch 1.13, three dimensions are (N, C, L). See {@link dropout}.
 *
 * @throws ShapeError for fewer than two dimensions
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout2d.html
 */
export function dropout2d(input: Tensor, options: DropoutFunctionOptions = {}): Tensor {
  return drop('dropout2d', input, options, { whole: true, alpha: false });
}

/**
 * Drops whole channels of (N, C, D, H, W) or (C, D, H, W). See {@link dropout}.
 *
 * @throws ShapeError for other ranks
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout3d.html
 */
export function dropout3d(input: Tensor, options: DropoutFunctionOptions = {}): Tensor {
  return dropChannels('dropout3d', input, options, 4, '(N, C, D, H, W) or (C, D, H, W)');
}

/**
 * Drops elements to the value that SELU saturates at, and keeps mean and variance: the dropout of networks with SELU.
 *
 * `y = a (x b - α (1 - b)) + a α p` with `a = 1 / sqrt((1 - p) (1 + p α²))`
 *
 * @throws as {@link dropout}
 * @see https://arxiv.org/abs/1706.02515
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.alpha_dropout.html
 */
export function alphaDropout(input: Tensor, options: DropoutFunctionOptions = {}): Tensor {
  return drop('alphaDropout', input, { training: false, ...options }, { whole: false, alpha: true });
}

/**
 * {@link alphaDropout} of whole channels of (N, C, …).
 *
 * @throws ShapeError for fewer than two dimensions
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.feature_alpha_dropout.html
 */
export function featureAlphaDropout(input: Tensor, options: DropoutFunctionOptions = {}): Tensor {
  return drop('featureAlphaDropout', input, { training: false, ...options }, { whole: true, alpha: true });
}

/** @internal @throws ArgumentError unless `p` is a probability */
export function checkProbability(where: string, p: unknown): asserts p is number {
  if (typeof p !== 'number' || !(p >= 0 && p <= 1))
    throw new ArgumentError(where, 'p', 'a number from 0 to 1', p);
}

/** Drops whole channels of a batch, or of one sample of `rank` dimensions. */
function dropChannels(
  where: string,
  input: Tensor,
  options: DropoutFunctionOptions,
  rank: number,
  layout: string,
): Tensor {
  checkTensor(where, 'input', input);
  if (input.ndim !== rank && input.ndim !== rank + 1)
    throw new ShapeError(where, `input must be ${layout}, received shape [${input.shape.join(', ')}]`);
  const kind = { whole: true, alpha: false };
  if (input.ndim > rank) return drop(where, input, options, kind);
  const batch = unsqueeze(input, 0);
  const result = drop(where, batch, options, kind);
  return result === batch ? input : squeeze(result, 0);
}

function drop(
  where: string,
  input: Tensor,
  options: DropoutFunctionOptions,
  { whole, alpha }: { whole: boolean; alpha: boolean },
): Tensor {
  checkTensor(where, 'input', input);
  checkOptions(where, options, ['p', 'training', 'inplace']);
  const { p = 0.5, training = true, inplace = false } = options;
  checkProbability(where, p);
  checkBoolean(where, 'training', training);
  checkBoolean(where, 'inplace', inplace);
  if (!training || p === 0 || input.numel() === 0) return input;
  checkFloat32(where, 'input', input);
  if (p === 1) return inplace ? mul_(input, 0) : mul(input, 0);
  if (whole && input.ndim < 2)
    throw new ShapeError(where, `input must be (N, C, …), received shape [${input.shape.join(', ')}]`);
  const noise = bernoulli_(whole ? channelNoise(input) : Tensor.empty(input), 1 - p);
  if (!alpha) {
    div_(noise, 1 - p);
    return inplace ? mul_(input, noise) : mul(input, noise);
  }
  const a = 1 / Math.sqrt((ALPHA * ALPHA * p + 1) * (1 - p));
  const shift = add_(mul_(add(noise, -1), ALPHA * a), ALPHA * a * p);
  mul_(noise, a);
  const result = add_(mul(input, noise), shift);
  return inplace ? copy_(input, result) : result;
}

/** One number for each channel of each sample. */
function channelNoise({ shape, dtype }: Tensor): Tensor {
  return Tensor.empty({ shape: shape.map((size, dim) => (dim < 2 ? size : 1)), dtype });
}
