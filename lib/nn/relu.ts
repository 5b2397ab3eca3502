import { ArgumentError } from '../errors.js';
import type { InplaceOptions } from '../functional/activation.js';
import { checkInteger, checkOptions } from '../functional/check.js';
import {
  type HardtanhOptions,
  hardtanh,
  type LeakyReluOptions,
  leakyRelu,
  prelu,
  relu,
  relu6,
  threshold,
} from '../functional/relu.js';
import { full } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { InplaceActivation, leadingOption, number } from './activation.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';
import { float, keywords } from './repr.js';

/**
 * The rectified linear unit, element by element: `max(x, 0)`. Any shape.
 *
 * @example new nn.ReLU({ inplace: true })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html
 */
export class ReLU extends InplaceActivation {
  constructor(options: InplaceOptions = {}) {
    super(options);
  }

  forward(input: Tensor): Tensor {
    return relu(input, { inplace: this.inplace });
  }
}

/**
 * `min(max(x, 0), 6)`, element by element. Any shape.
 *
 * @example new nn.ReLU6()
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReLU6.html
 */
export class ReLU6 extends InplaceActivation {
  constructor(options: InplaceOptions = {}) {
    super(options);
  }

  forward(input: Tensor): Tensor {
    return relu6(input, { inplace: this.inplace });
  }
}

/**
 * `min(max(x, minVal), maxVal)`, element by element. Any shape.
 *
 * @throws ArgumentError unless `minVal` is below `maxVal`
 * @example new nn.Hardtanh({ minVal: -2, maxVal: 2 })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Hardtanh.html
 */
export class Hardtanh extends InplaceActivation {
  readonly minVal: number;
  readonly maxVal: number;

  /** @param options minVal (-1), maxVal (1), inplace (false) */
  constructor(options: HardtanhOptions = {}) {
    super(options, ['minVal', 'maxVal']);
    this.minVal = number('Hardtanh', 'minVal', options.minVal ?? -1);
    this.maxVal = number('Hardtanh', 'maxVal', options.maxVal ?? 1);
    if (this.minVal >= this.maxVal)
      throw new ArgumentError('Hardtanh', 'maxVal', `a number above minVal (${this.minVal})`, this.maxVal);
  }

  forward(input: Tensor): Tensor {
    const { minVal, maxVal, inplace } = this;
    return hardtanh(input, { minVal, maxVal, inplace });
  }

  protected override settings(): string {
    return keywords({ min_val: float(this.minVal), max_val: float(this.maxVal) });
  }
}

/**
 * `x` above 0, `negativeSlope * x` below, element by element. Any shape.
 *
 * @example new nn.LeakyReLU(0.2, { inplace: true })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html
 */
export class LeakyReLU extends InplaceActivation {
  readonly negativeSlope: number;

  /** @param first negativeSlope (0.01), or the options: negativeSlope, inplace (false) */
  constructor(first: number | LeakyReluOptions = {}, options?: InplaceOptions) {
    const all = leadingOption<LeakyReluOptions>('LeakyReLU', 'negativeSlope', first, options);
    super(all, ['negativeSlope']);
    this.negativeSlope = number('LeakyReLU', 'negativeSlope', all.negativeSlope ?? 0.01);
  }

  forward(input: Tensor): Tensor {
    const { negativeSlope, inplace } = this;
    return leakyRelu(input, { negativeSlope, inplace });
  }

  protected override settings(): string {
    return keywords({ negative_slope: float(this.negativeSlope) });
  }
}

/**
 * `x` where it is above the threshold, elsewhere the value. Any shape.
 *
 * @example new nn.Threshold(0.1, 20)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Threshold.html
 */
export class Threshold extends InplaceActivation {
  readonly threshold: number;
  readonly value: number;

  constructor(threshold: number, value: number, options: InplaceOptions = {}) {
    super(options);
    this.threshold = number('Threshold', 'threshold', threshold);
    this.value = number('Threshold', 'value', value);
  }

  forward(input: Tensor): Tensor {
    return threshold(input, this.threshold, this.value, { inplace: this.inplace });
  }

  protected override settings(): string {
    return keywords({ threshold: this.threshold, value: this.value });
  }
}

/** The options of {@link PReLU}. */
export interface PReLUOptions {
  /** 1 for one slope, or the number of channels. Default 1. */
  numParameters?: number;
  /** What the slopes are at first. Default 0.25. */
  init?: number;
}

/**
 * `x` above 0, `weight * x` below, with a learned slope for all elements or one for each channel.
 *
 * Shapes: `(N, C, …) -> (N, C, …)`; any shape with one slope. Parameters: `weight` `(numParameters)`.
 *
 * @example new nn.PReLU(64)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.PReLU.html
 */
export class PReLU extends Module {
  readonly numParameters: number;
  weight: Parameter;

  /** @param first numParameters (1), or the options: numParameters, init (0.25) */
  constructor(first: number | PReLUOptions = {}, options?: PReLUOptions) {
    super();
    const all = leadingOption<PReLUOptions>('PReLU', 'numParameters', first, options);
    checkOptions('PReLU', all, ['numParameters', 'init']);
    const { numParameters = 1, init = 0.25 } = all;
    checkInteger('PReLU', 'numParameters', numParameters, 1);
    this.numParameters = numParameters;
    this.weight = new Parameter(full([numParameters], number('PReLU', 'init', init)));
  }

  forward(input: Tensor): Tensor {
    return prelu(input, this.weight);
  }

  override extraRepr(): string {
    return keywords({ num_parameters: this.numParameters });
  }
}
