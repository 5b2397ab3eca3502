/** Normalisations of each sample by itself, in groups of channels or channel by channel. */
import { ArgumentError, ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import { numelOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { batchNorm, moveTowards } from './batch-norm.js';
import { checkBoolean, checkFloat32, checkInteger, checkNumber, checkOptions } from './check.js';
import { clone } from './copy.js';
import { varMean } from './moments.js';
import { checkChannels, checkEps } from './norm-checks.js';
import { mean } from './reduce.js';

/** The options of {@link groupNorm}. */
export interface GroupNormOptions {
  /** The scale of each channel, (C). Default: absent, all 1. */
  weight?: Tensor | null;
  /** The shift of each channel, (C). Default: absent, all 0. */
  bias?: Tensor | null;
  /** Added to the variance. Default: 1e-5. */
  eps?: number;
}

/**
 * Normalises each group of channels of each sample by its own mean and variance.
 *
 * `y = (x - mean) / sqrt(variance + eps) * weight + bias`
 *
 * @param input float32, (N, C, …)
 * @param numGroups how many groups the channels are split in; divides C
 * @param options weight (C), bias (C), eps (1e-5)
 * @returns a new tensor of the shape of `input`
 * @throws ArgumentError for a negative eps; DTypeError for other dtypes; ShapeError when `numGroups` does not divide the
 * channels, when the batch is one value for each group, and when weight or bias is not one for each channel
 * @example groupNorm(images, 8, { weight, bias })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.group_norm.html
 */
export function groupNorm(input: Tensor, numGroups: number, options: GroupNormOptions = {}): Tensor {
  checkFloat32('groupNorm', 'input', input);
  checkInteger('groupNorm', 'numGroups', numGroups, 1);
  checkOptions('groupNorm', options, ['weight', 'bias', 'eps']);
  const { weight = null, bias = null, eps = 1e-5 } = options;
  checkEps('groupNorm', eps);
  const { shape } = input;
  const received = `received shape [${shape.join(', ')}]`;
  if (shape.length < 2) throw new ShapeError('groupNorm', `input must be (N, C, …), ${received}`);
  const channels = shape[1] as number;
  if (channels % numGroups !== 0)
    throw new ShapeError(
      'groupNorm',
      `input must have channels that ${numGroups} groups divide, ${received}`,
    );
  if (input.numel() === numGroups)
    throw new ShapeError('groupNorm', `input must have more than one value for each group, ${received}`);
  if (weight !== null) checkChannels('groupNorm', 'weight', weight, input);
  if (bias !== null) checkChannels('groupNorm', 'bias', bias, input);
  return normalizeChannels(input, numGroups, weight, bias, eps);
}

/** The options of {@link instanceNorm}. */
export interface InstanceNormOptions {
  /** Statistics that are updated, or without `useInputStats` taken, (C). Default: none. */
  runningMean?: Tensor | null;
  /** As `runningMean`. */
  runningVar?: Tensor | null;
  /** The scale of each channel, (C). Default: absent, all 1. */
  weight?: Tensor | null;
  /** The shift of each channel, (C). Default: absent, all 0. */
  bias?: Tensor | null;
  /** Whether each channel of each sample is normalised by its own mean and variance. Default: true. */
  useInputStats?: boolean;
  /** How far the running statistics move towards the input's. Default: 0.1. */
  momentum?: number;
  /** Added to the variance. Default: 1e-5. */
  eps?: number;
}

const INSTANCE_OPTIONS = ['runningMean', 'runningVar', 'weight', 'bias', 'useInputStats', 'momentum', 'eps'];

/**
 * Normalises each channel of each sample by its own mean and variance, or without `useInputStats` by the running ones.
 *
 * `y = (x - mean) / sqrt(variance + eps) * weight + bias`
 *
 * @param input float32, (N, C, …)
 * @param options runningMean (C), runningVar (C), weight (C), bias (C), useInputStats (true), momentum (0.1), eps (1e-5)
 * @returns a new tensor of the shape of `input`
 * @throws ArgumentError for a negative eps, and without running statistics unless `useInputStats`; DTypeError for other
 * dtypes; ShapeError for one value in each channel of a sample, and for tensors that are not one for each channel
 * @example instanceNorm(images)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.instance_norm.html
 */
export function instanceNorm(input: Tensor, options: InstanceNormOptions = {}): Tensor {
  checkFloat32('instanceNorm', 'input', input);
  checkOptions('instanceNorm', options, INSTANCE_OPTIONS);
  const { runningMean = null, runningVar = null, weight = null, bias = null } = options;
  const { useInputStats = true, momentum = 0.1, eps = 1e-5 } = options;
  checkBoolean('instanceNorm', 'useInputStats', useInputStats);
  checkNumber('instanceNorm', 'momentum', momentum);
  checkEps('instanceNorm', eps);
  const { shape } = input;
  const received = `received shape [${shape.join(', ')}]`;
  if (shape.length < 2) throw new ShapeError('instanceNorm', `input must be (N, C, …), ${received}`);
  for (const [argument, value] of Object.entries({ runningMean, runningVar, weight, bias }))
    if (value !== null) checkChannels('instanceNorm', argument, value, input);
  if (!useInputStats) {
    if (runningMean === null || runningVar === null)
      throw new ArgumentError(
        'instanceNorm',
        'runningMean and runningVar',
        'given without useInputStats',
        null,
      );
    return batchNorm(input, runningMean, runningVar, { weight, bias, eps });
  }
  if (numelOf(shape.slice(2)) === 1)
    throw new ShapeError('instanceNorm', `input must have more than one value for each channel, ${received}`);
  if ((runningMean !== null || runningVar !== null) && input.numel() > 0) {
    const [variances, means] = varMean(input, shape.map((_, d) => d).slice(2));
    if (runningMean !== null) moveTowards(runningMean, mean(means, 0), momentum, 'runningMean');
    if (runningVar !== null) moveTowards(runningVar, mean(variances, 0), momentum, 'runningVar');
  }
  return normalizeChannels(input, shape[1] as number, weight, bias, eps);
}

function normalizeChannels(
  input: Tensor,
  groups: number,
  weight: Tensor | null,
  bias: Tensor | null,
  eps: number,
): Tensor {
  if (input.numel() === 0) return clone(input);
  const inner = numelOf(input.shape.slice(2));
  const length = ((input.shape[1] as number) / groups) * inner;
  return dispatch('rowNorm', { length, inner, groups, eps }, [input, weight, bias], [input])[0];
}
