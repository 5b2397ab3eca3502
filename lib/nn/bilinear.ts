import { bilinear } from '../functional/bilinear.js';
import { checkBoolean, checkInteger, checkOptions } from '../functional/check.js';
import { uniform_ } from '../random/distributions.js';
import type { Tensor } from '../tensor/tensor.js';
import type { LinearOptions } from './linear.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';
import { keywords } from './repr.js';

/**
 * A learned map that is linear in each of two inputs: `y[o] = Σ_{i, j} x1[i] · weight[o, i, j] · x2[j] + bias[o]`.
 *
 * Shapes: `(*, in1Features), (*, in2Features) -> (*, outFeatures)`.
 *
 * Parameters: `weight` `(outFeatures, in1Features, in2Features)`, `bias` `(outFeatures)` or null; evenly from
 * `±1 / sqrt(in1Features)` at first.
 *
 * @throws ArgumentError for sizes below 1
 * @example new nn.Bilinear(20, 30, 40).forward(x1, x2)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Bilinear.html
 */
export class Bilinear extends Module {
  readonly in1Features: number;
  readonly in2Features: number;
  readonly outFeatures: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(in1Features: number, in2Features: number, outFeatures: number, options: LinearOptions = {}) {
    super();
    checkInteger('Bilinear', 'in1Features', in1Features, 1);
    checkInteger('Bilinear', 'in2Features', in2Features, 1);
    checkInteger('Bilinear', 'outFeatures', outFeatures, 1);
    checkOptions('Bilinear', options, ['bias']);
    const { bias = true } = options;
    checkBoolean('Bilinear', 'bias', bias);
    this.in1Features = in1Features;
    this.in2Features = in2Features;
    this.outFeatures = outFeatures;
    this.weight = Parameter.uninitialized([outFeatures, in1Features, in2Features]);
    this.bias = bias ? Parameter.uninitialized([outFeatures]) : null;
    this.resetParameters();
  }

  /** Draws the parameters anew. */
  resetParameters(): void {
    const bound = 1 / Math.sqrt(this.in1Features);
    uniform_(this.weight, -bound, bound);
    if (this.bias !== null) uniform_(this.bias, -bound, bound);
  }

  forward(input1: Tensor, input2: Tensor): Tensor {
    return bilinear(input1, input2, this.weight, this.bias);
  }

  override extraRepr(): string {
    const { in1Features: in1_features, in2Features: in2_features, outFeatures: out_features } = this;
    return keywords({ in1_features, in2_features, out_features, bias: this.bias !== null });
  }
}
