/** What batch and instance normalisation have in common: parameters, running statistics, and how they print. */
import { ShapeError } from '../errors.js';
import { checkMomentum } from '../functional/batch-norm.js';
import { checkBoolean, checkInteger, checkOptions, checkTensor } from '../functional/check.js';
import { checkEps } from '../functional/norm-checks.js';
import { ones, zeros } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';
import { keywords } from './repr.js';

/** The options of batch normalisation. */
export interface BatchNormOptions {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
  /** How far training moves the statistics towards a batch's; null: they are the average of all batches. Default 0.1. */
  momentum?: number | null;
  /** Whether there are a learned scale (`weight`) and shift (`bias`). Default true. */
  affine?: boolean;
  /** Whether there are running statistics; without them the batch's own are taken in inference too. Default true. */
  trackRunningStats?: boolean;
}

/** @internal */
export abstract class NormBase extends Module {
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

  /** @param learns the default of `affine` and `trackRunningStats` */
  constructor(numFeatures: number, options: BatchNormOptions, learns: boolean) {
    super();
    const where = new.target.name;
    checkOptions(where, options, ['eps', 'momentum', 'affine', 'trackRunningStats']);
    const { eps = 1e-5, momentum = 0.1, affine = learns, trackRunningStats = learns } = options;
    checkInteger(where, 'numFeatures', numFeatures, 1);
    checkEps(where, eps);
    checkMomentum(where, momentum);
    checkBoolean(where, 'affine', affine);
    checkBoolean(where, 'trackRunningStats', trackRunningStats);
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

  /** @throws ShapeError unless the input has one of these ranks */
  protected checkInput(input: Tensor, ranks: readonly number[], expected: string): void {
    checkTensor(this.constructor.name, 'input', input);
    if (ranks.includes(input.ndim)) return;
    const received = `[${input.shape.join(', ')}]`;
    throw new ShapeError(this.constructor.name, `input must be ${expected}, received shape ${received}`, {
      argument: 'input',
      expected,
      received,
    });
  }

  override extraRepr(): string {
    const { eps, momentum, affine, trackRunningStats: track_running_stats } = this;
    return `${this.numFeatures}, ${keywords({ eps, momentum, affine, track_running_stats })}`;
  }
}
