import { checkBoolean, checkInteger, checkOptions } from '../functional/check.js';
import { linear } from '../functional/linear.js';
import type { Tensor } from '../tensor/tensor.js';
import { resetAffine } from './init.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';
import { keywords } from './repr.js';

/** The options of {@link Linear}. */
export interface LinearOptions {
  /** Whether a learned number is added to each output. Default true. */
  bias?: boolean;
}

/**
 * A learned affine map of the last dimension: `y = x Wᵀ + b`.
 *
 * Shapes: `(*, inFeatures) -> (*, outFeatures)`.
 *
 * Parameters: `weight` `(outFeatures, inFeatures)`, `bias` `(outFeatures)` or null; evenly from `±1 / sqrt(inFeatures)` at
 * first.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.Linear(576, 10) // (N, 576) -> (N, 10)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Linear.html
 */
export class Linear extends Module {
  readonly inFeatures: number;
  readonly outFeatures: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(inFeatures: number, outFeatures: number, options: LinearOptions = {}) {
    super();
    checkOptions('Linear', options, ['bias']);
    const { bias = true } = options;
    checkInteger('Linear', 'inFeatures', inFeatures, 1);
    checkInteger('Linear', 'outFeatures', outFeatures, 1);
    checkBoolean('Linear', 'bias', bias);
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = Parameter.uninitialized([outFeatures, inFeatures]);
    this.bias = bias ? Parameter.uninitialized([outFeatures]) : null;
    this.resetParameters();
  }

  /** Draws the parameters anew. */
  resetParameters(): void {
    resetAffine(this.weight, this.bias);
  }

  forward(input: Tensor): Tensor {
    return linear(input, this.weight, this.bias);
  }

  override extraRepr(): string {
    return keywords({
      in_features: this.inFeatures,
      out_features: this.outFeatures,
      bias: this.bias !== null,
    });
  }
}
