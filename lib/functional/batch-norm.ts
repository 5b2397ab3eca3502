import { ArgumentError, ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import { add, mul } from './arithmetic.js';
import { checkBoolean, checkFloat32, checkNumber, checkOptions } from './check.js';
import { checkWritable, copy_ } from './copy.js';
import { varMean } from './moments.js';
import { checkChannels, checkEps } from './norm-checks.js';

/** The options of {@link batchNorm}. */
export interface BatchNormOptions {
  /** The scale of each channel, (C). Default: absent, all 1. */
  weight?: Tensor | null;
  /** The shift of each channel, (C). Default: absent, all 0. */
  bias?: Tensor | null;
  /** Whether the batch's own statistics are taken, and the running ones updated by them. Default: false. */
  training?: boolean;
  /** How far training moves the running statistics towards the batch's. Default: 0.1. */
  momentum?: number;
  /** Added to the variance, so that a channel without any does not divide by 0. Default: 1e-5. */
  eps?: number;
}

const OPTIONS = ['weight', 'bias', 'training', 'momentum', 'eps'];

/**
 * Normalises each channel by a mean and a variance: those that training found for it, or with `training` the batch's own.
 *
 * `y = (x - mean) / sqrt(variance + eps) * weight + bias`
 *
 * With `training`, running statistics that are given are changed to
 * `(1 - momentum) * running + momentum * batch`, where the batch's variance is the unbiased one.
 *
 * @param input float32, (N, C) or (N, C, …)
 * @param runningMean (C); null only with `training`
 * @param runningVar (C); null only with `training`
 * @param options weight (C), bias (C), training (false), momentum (0.1), eps (1e-5)
 * @returns a new tensor of the shape of `input`
 * @throws ArgumentError for a negative eps, and without running statistics unless training; DTypeError for other dtypes;
 * ShapeError when `input` has no channels or, with `training`, one value in each, or another tensor not one for each
 * @example batchNorm(features, mean, variance, { weight, bias })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.batch_norm.html
 */
export function batchNorm(
  input: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  options: BatchNormOptions = {},
): Tensor {
  checkFloat32('batchNorm', 'input', input);
  checkOptions('batchNorm', options, OPTIONS);
  const { weight = null, bias = null, training = false, momentum = 0.1, eps = 1e-5 } = options;
  checkBoolean('batchNorm', 'training', training);
  checkNumber('batchNorm', 'momentum', momentum);
  checkEps('batchNorm', eps);
  if (input.ndim < 2) {
    const received = `[${input.shape.join(', ')}]`;
    throw new ShapeError('batchNorm', `input must have the shape (N, C, …), received ${received}`, {
      argument: 'input',
      received,
    });
  }
  if (!training || runningMean !== null) checkChannels('batchNorm', 'runningMean', runningMean, input);
  if (!training || runningVar !== null) checkChannels('batchNorm', 'runningVar', runningVar, input);
  if (weight !== null) checkChannels('batchNorm', 'weight', weight, input);
  if (bias !== null) checkChannels('batchNorm', 'bias', bias, input);
  if (!training)
    return dispatch('batchNorm', { eps }, [input, runningMean, runningVar, weight, bias], [input])[0];

  const { shape } = input;
  const values = shape.reduce((product, size, d) => (d === 1 ? product : product * size), 1);
  if (values === 1) {
    const received = `[${shape.join(', ')}]`;
    const expected = 'more than one value for each channel in training';
    throw new ShapeError('batchNorm', `input must have ${expected}, received shape ${received}`, {
      argument: 'input',
      expected,
      received,
    });
  }
  const dims = shape.map((_, d) => d).filter((d) => d !== 1);
  const [variance, mean] = varMean(input, dims, { correction: 0 });
  const output = dispatch('batchNorm', { eps }, [input, mean, variance, weight, bias], [input])[0];
  if (values > 0) {
    if (runningMean !== null) moveTowards(runningMean, mean, momentum, 'runningMean');
    if (runningVar !== null)
      moveTowards(runningVar, mul(variance, values / (values - 1)), momentum, 'runningVar');
  }
  return output;
}

/** `running = (1 - momentum) * running + momentum * current`, in place. */
export function moveTowards(running: Tensor, current: Tensor, momentum: number, argument: string): void {
  checkWritable(argument, running);
  copy_(running, add(mul(running, 1 - momentum), mul(current, momentum)));
}

/** @throws ArgumentError unless `momentum` may stand in a layer: a number, or null for the average of all batches */
export function checkMomentum(where: string, momentum: unknown): void {
  if (momentum !== null && !Number.isFinite(momentum))
    throw new ArgumentError(where, 'momentum', 'a finite number or null', momentum);
}
