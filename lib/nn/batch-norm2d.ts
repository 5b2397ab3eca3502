import { ArgumentError, ConvoltError, ShapeError } from '../errors.js';
import { batchNorm } from '../functional/batch-norm.js';
import { checkBoolean, checkInteger, checkOptions, checkTensor } from '../functional/check.js';
import { ones, zeros } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkInference } from './inference.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';
import { keywords } from './repr.js';

/** The options of {@link BatchNorm2d}. */
export interface BatchNorm2dOptions {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
  /** How fast training updates the statistics; plays no part in inference. Default 0.1. */
  momentum?: number | null;
  /** Whether there are a learned scale (`weight`) and shift (`bias`). Default true. */
  affine?: boolean;
  /** Whether there are statistics from training; without them the layer cannot run. Default true. */
  trackRunningStats?: boolean;
}

const OPTIONS = ['eps', 'momentum', 'affine', 'trackRunningStats'];

/**
 * Normalises each channel by the mean and variance that training found for it. It runs in inference only: call `eval()`.
 *
 * `y = (x - running_mean) / sqrt(running_var + eps) * weight + bias`
 *
 * Shapes: `(N, numFeatures, H, W) -> (N, numFeatures, H, W)`.
 *
 * Parameters: `weight` and `bias` `(numFeatures)`, 1 and 0 at first, null without `affine`. Buffers: `running_mean` and
 * `running_var` `(numFeatures)`, `num_batches_tracked` (an int64 number).
 *
 * @throws ArgumentError for sizes below 1 and a negative eps; `forward` throws a ConvoltError `CONVOLT_TRAINING_MODE` in
 * training mode, and ShapeError for inputs that are not (N, numFeatures, H, W)
 * @example new nn.BatchNorm2d(64)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
 */
export class BatchNorm2d extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number | null;
  readonly affine: boolean;
  readonly trackRunningStats: boolean;
  weight: Parameter | null;
  bias: Parameter | null;
  declare running_mean: Tensor | null;
  declare running_var: Tensor | null;
  declare num_batches_tracked: Tensor | null;

  constructor(numFeatures: number, options: BatchNorm2dOptions = {}) {
    super();
    checkOptions('BatchNorm2d', options, OPTIONS);
    const { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true } = options;
    checkInteger('BatchNorm2d', 'numFeatures', numFeatures, 1);
    if (typeof eps !== 'number' || !(eps >= 0) || eps === Number.POSITIVE_INFINITY)
      throw new ArgumentError('BatchNorm2d', 'eps', 'a finite number of at least 0', eps);
    if (momentum !== null && !Number.isFinite(momentum))
      throw new ArgumentError('BatchNorm2d', 'momentum', 'a finite number or null', momentum);
    checkBoolean('BatchNorm2d', 'affine', affine);
    checkBoolean('BatchNorm2d', 'trackRunningStats', trackRunningStats);
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    this.affine = affine;
    this.trackRunningStats = trackRunningStats;
    this.weight = affine ? new Parameter(ones([numFeatures])) : null;
    this.bias = affine ? new Parameter(zeros([numFeatures])) : null;
    this.registerBuffer('running_mean', trackRunningStats ? zeros([numFeatures]) : null);
    this.registerBuffer('running_var', trackRunningStats ? ones([numFeatures]) : null);
    this.registerBuffer('num_batches_tracked', trackRunningStats ? zeros([], { dtype: 'int64' }) : null);
  }

  forward(input: Tensor): Tensor {
    checkInference(this, "normalising by the batch's own statistics");
    checkTensor('BatchNorm2d', 'input', input);
    const { running_mean: mean, running_var: variance, weight, bias, eps } = this;
    if (mean === null || variance === null) {
      throw new ConvoltError(
        'CONVOLT_INVALID_ARGUMENT',
        "BatchNorm2d: without running statistics (trackRunningStats: false) it would need the batch's own, which are not built",
      );
    }
    if (input.ndim !== 4) {
      const received = `[${input.shape.join(', ')}]`;
      throw new ShapeError('BatchNorm2d', `input must be (N, C, H, W), received shape ${received}`, {
        argument: 'input',
        expected: '(N, C, H, W)',
        received,
      });
    }
    return batchNorm(input, mean, variance, { weight, bias, eps });
  }

  override extraRepr(): string {
    const { eps, momentum, affine, trackRunningStats: track_running_stats } = this;
    return `${this.numFeatures}, ${keywords({ eps, momentum, affine, track_running_stats })}`;
  }
}
