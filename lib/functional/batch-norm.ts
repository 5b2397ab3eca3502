import { ArgumentError, ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkFloat32, checkOptions } from './check.js';

/** The options of {@link batchNorm}. */
export interface BatchNormOptions {
  /** The scale of each channel, (C). Default: absent, all 1. */
  weight?: Tensor | null;
  /** The shift of each channel, (C). Default: absent, all 0. */
  bias?: Tensor | null;
  /** Must be false: normalising by the batch's own statistics, as in training, is not supported. */
  training?: boolean;
  /** Added to the variance, so that a channel without any does not divide by 0. Default: 1e-5. */
  eps?: number;
}

const OPTIONS = ['weight', 'bias', 'training', 'eps'];

/**
 * Normalises each channel by the mean and the variance that training found for it.
 *
 * `y = (x - runningMean) / sqrt(runningVar + eps) * weight + bias`
 *
 * @param input float32, (N, C) or (N, C, …)
 * @param runningMean (C)
 * @param runningVar (C)
 * @param options weight (C), bias (C), training (false), eps (1e-5)
 * @returns a new tensor of the shape of `input`
 * @throws ArgumentError for `training: true` and a negative eps; DTypeError for other dtypes; ShapeError when `input` has
 * no channels, or another tensor not one element for each
 * @example batchNorm(features, mean, variance, { weight, bias })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.batch_norm.html
 */
export function batchNorm(
  input: Tensor,
  runningMean: Tensor,
  runningVar: Tensor,
  options: BatchNormOptions = {},
): Tensor {
  checkFloat32('batchNorm', 'input', input);
  checkOptions('batchNorm', options, OPTIONS);
  const { weight = null, bias = null, training = false, eps = 1e-5 } = options;
  if (training !== false) {
    const expected = 'false: Convolt runs trained networks, so call eval() on the model';
    throw new ArgumentError('batchNorm', 'training', expected, training);
  }
  if (typeof eps !== 'number' || !(eps >= 0) || eps === Number.POSITIVE_INFINITY)
    throw new ArgumentError('batchNorm', 'eps', 'a finite number of at least 0', eps);
  if (input.ndim < 2) {
    const received = `[${input.shape.join(', ')}]`;
    throw new ShapeError('batchNorm', `input must have the shape (N, C, …), received ${received}`, {
      argument: 'input',
      received,
    });
  }
  checkChannels('runningMean', runningMean, input);
  checkChannels('runningVar', runningVar, input);
  if (weight !== null) checkChannels('weight', weight, input);
  if (bias !== null) checkChannels('bias', bias, input);
  return dispatch('batchNorm', { eps }, [input, runningMean, runningVar, weight, bias], [input])[0];
}

function checkChannels(argument: string, value: unknown, input: Tensor): void {
  checkFloat32('batchNorm', argument, value);
  const channels = input.shape[1] as number;
  if (value.ndim === 1 && value.shape[0] === channels) return;
  const expected = `[${channels}]`;
  const received = `[${value.shape.join(', ')}]`;
  throw new ShapeError(
    'batchNorm',
    `${argument} must have the shape ${expected}, one element for each channel of input [${input.shape.join(', ')}], ` +
      `received ${received}`,
    { argument, expected, received },
  );
}
