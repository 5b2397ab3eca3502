import { ArgumentError } from '../errors.js';
import { instanceNorm } from '../functional/group-norm.js';
import { squeeze, unsqueeze } from '../functional/squeeze.js';
import type { Tensor } from '../tensor/tensor.js';
import { type BatchNormOptions, NormBase } from './norm-base.js';

/** The options of instance normalisation: those of batch normalisation, with other defaults. */
export interface InstanceNormOptions extends BatchNormOptions {
  /** How far training moves the statistics towards a batch's. Default 0.1. */
  momentum?: number;
  /** Whether there are a learned scale (`weight`) and shift (`bias`). Default false. */
  affine?: boolean;
  /** Whether there are running statistics, which inference then takes. Default false. */
  trackRunningStats?: boolean;
}

/** @internal What the three share. */
abstract class InstanceNorm extends NormBase {
  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    super(numFeatures, options, false);
    if (this.momentum === null) throw new ArgumentError(new.target.name, 'momentum', 'a finite number', null);
  }

  protected normalize(input: Tensor, unbatched: number, expected: string): Tensor {
    this.checkInput(input, [unbatched, unbatched + 1], expected);
    if (input.ndim === unbatched) return squeeze(this.normalize(unsqueeze(input, 0), unbatched, expected), 0);
    const { running_mean: runningMean, running_var: runningVar, weight, bias, eps } = this;
    const useInputStats = this.training || !this.trackRunningStats;
    const momentum = this.momentum as number;
    return instanceNorm(input, { runningMean, runningVar, weight, bias, useInputStats, momentum, eps });
  }
}

/**
 * Normalises each channel of each sample by its own mean and variance; with `trackRunningStats` after `eval()` by the
 * averages that training kept.
 *
 * `y = (x - mean) / sqrt(variance + eps) * weight + bias`
 *
 * Shapes: `(N, C, L) -> (N, C, L)` or `(C, L) -> (C, L)`. Parameters and buffers are those of
 * {@link BatchNorm1d}, but `affine` and `trackRunningStats` are off by default.
 *
 * @throws ArgumentError for sizes below 1 and a negative eps; `forward` throws ShapeError for inputs of another shape, and
 * for one value in each channel
 * @example new nn.InstanceNorm1d(64, { affine: true })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm1d.html
 */
export class InstanceNorm1d extends InstanceNorm {
  forward(input: Tensor): Tensor {
    return this.normalize(input, 2, '(N, C, L) or (C, L)');
  }
}

/**
 * Normalises each channel of each sample by its own mean and variance; with `trackRunningStats` after `eval()` by the
 * averages that training kept.
 *
 * `y = (x - mean) / sqrt(variance + eps) * weight + bias`
 *
 * Shapes: `(N, C, H, W) -> (N, C, H, W)` or `(C, H, W) -> (C, H, W)`. Parameters and buffers are those of
 * {@link BatchNorm2d}, but `affine` and `trackRunningStats` are off by default.
 *
 * @throws ArgumentError for sizes below 1 and a negative eps; `forward` throws ShapeError for inputs of another shape, and
 * for one value in each channel
 * @example new nn.InstanceNorm2d(64, { affine: true })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html
 */
export class InstanceNorm2d extends InstanceNorm {
  forward(input: Tensor): Tensor {
    return this.normalize(input, 3, '(N, C, H, W) or (C, H, W)');
  }
}

/**
 * Normalises each channel of each sample by its own mean and variance; with `trackRunningStats` after `eval()` by the
 * averages that training kept.
 *
 * `y = (x - mean) / sqrt(variance + eps) * weight + bias`
 *
 * Shapes: `(N, C, D, H, W) -> (N, C, D, H, W)` or `(C, D, H, W) -> (C, D, H, W)`. Parameters and buffers are those of
 * {@link BatchNorm3d}, but `affine` and `trackRunningStats` are off by default.
 *
 * @throws ArgumentError for sizes below 1 and a negative eps; `forward` throws ShapeError for inputs of another shape, and
 * for one value in each channel
 * @example new nn.InstanceNorm3d(64, { affine: true })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm3d.html
 */
export class InstanceNorm3d extends InstanceNorm {
  forward(input: Tensor): Tensor {
    return this.normalize(input, 4, '(N, C, D, H, W) or (C, D, H, W)');
  }
}
