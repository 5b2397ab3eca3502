import { add } from '../functional/arithmetic.js';
import { batchNorm } from '../functional/batch-norm.js';
import { copy_ } from '../functional/copy.js';
import { item } from '../functional/values.js';
import type { Tensor } from '../tensor/tensor.js';
import { type BatchNormOptions, NormBase } from './norm-base.js';

/** @internal What the three share. */
abstract class BatchNorm extends NormBase {
  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super(numFeatures, options, true);
  }

  protected normalize(input: Tensor): Tensor {
    const { weight, bias, eps, training, running_mean: mean, running_var: variance } = this;
    const batchStatistics = training || (mean === null && variance === null);
    if (!training || !this.trackRunningStats) {
      const kept = training ? null : mean;
      return batchNorm(input, kept, training ? null : variance, {
        weight,
        bias,
        eps,
        training: batchStatistics,
      });
    }
    const momentum = this.count();
    return batchNorm(input, mean, variance, { weight, bias, eps, training, momentum });
  }

  /** Counts a batch. Returns how far the running statistics move towards it. */
  private count(): number {
    const { num_batches_tracked: batches, momentum } = this;
    if (batches === null) return momentum ?? 0;
    copy_(batches, add(batches, 1));
    return momentum ?? 1 / item(batches);
  }
}

/**
 * Normalises each channel: in training by the batch's own mean and variance, which it keeps running averages of; after
 * `eval()` by those averages.
 *
 * `y = (x - mean) / sqrt(variance + eps) * weight + bias`
 *
 * Shapes: `(N, numFeatures) -> (N, numFeatures)` or `(N, numFeatures, L) -> (N, numFeatures, L)`.
 *
 * Parameters: `weight` and `bias` `(numFeatures)`, 1 and 0 at first, null without `affine`. Buffers: `running_mean` and
 * `running_var` `(numFeatures)`, `num_batches_tracked` (an int64 number); null without `trackRunningStats`.
 *
 * @throws ArgumentError for sizes below 1 and a negative eps; `forward` throws ShapeError for inputs of another shape, and
 * in training for one value in each channel
 * @example new nn.BatchNorm1d(64)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html
 */
export class BatchNorm1d extends BatchNorm {
  forward(input: Tensor): Tensor {
    this.checkInput(input, [2, 3], '(N, C) or (N, C, L)');
    return this.normalize(input);
  }
}

/**
 * Normalises each channel: in training by the batch's own mean and variance, which it keeps running averages of; after
 * `eval()` by those averages.
 *
 * `y = (x - mean) / sqrt(variance + eps) * weight + bias`
 *
 * Shapes: `(N, numFeatures, H, W) -> (N, numFeatures, H, W)`.
 *
 * Parameters: `weight` and `bias` `(numFeatures)`, 1 and 0 at first, null without `affine`. Buffers: `running_mean` and
 * `running_var` `(numFeatures)`, `num_batches_tracked` (an int64 number); null without `trackRunningStats`.
 *
 * @throws ArgumentError for sizes below 1 and a negative eps; `forward` throws ShapeError for inputs of another shape, and
 * in training for one value in each channel
 * @example new nn.BatchNorm2d(64)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
 */
export class BatchNorm2d extends BatchNorm {
  forward(input: Tensor): Tensor {
    this.checkInput(input, [4], '(N, C, H, W)');
    return this.normalize(input);
  }
}

/**
 * Normalises each channel: in training by the batch's own mean and variance, which it keeps running averages of; after
 * `eval()` by those averages.
 *
 * `y = (x - mean) / sqrt(variance + eps) * weight + bias`
 *
 * Shapes: `(N, numFeatures, D, H, W) -> (N, numFeatures, D, H, W)`.
 *
 * Parameters: `weight` and `bias` `(numFeatures)`, 1 and 0 at first, null without `affine`. Buffers: `running_mean` and
 * `running_var` `(numFeatures)`, `num_batches_tracked` (an int64 number); null without `trackRunningStats`.
 *
 * @throws ArgumentError for sizes below 1 and a negative eps; `forward` throws ShapeError for inputs of another shape, and
 * in training for one value in each channel
 * @example new nn.BatchNorm3d(64)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm3d.html
 */
export class BatchNorm3d extends BatchNorm {
  forward(input: Tensor): Tensor {
    this.checkInput(input, [5], '(N, C, D, H, W)');
    return this.normalize(input);
  }
}
