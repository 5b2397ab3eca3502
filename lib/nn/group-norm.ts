import { ArgumentError } from '../errors.js';
import { checkBoolean, checkInteger, checkOptions } from '../functional/check.js';
import { groupNorm } from '../functional/group-norm.js';
import { checkNormalizedShape, layerNorm } from '../functional/layer-norm.js';
import { type LocalResponseNormOptions, localResponseNorm } from '../functional/local-response-norm.js';
import { checkEps } from '../functional/norm-checks.js';
import { ones, zeros } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { number } from './activation.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';
import { float, keywords, python } from './repr.js';

/** The options of {@link GroupNorm}. */
export interface GroupNormOptions {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
  /** Whether there are a learned scale (`weight`) and shift (`bias`). Default true. */
  affine?: boolean;
}

/**
 * Normalises each group of channels of each sample by its own mean and variance.
 *
 * `y = (x - mean) / sqrt(variance + eps) * weight + bias`
 *
 * Shapes: `(N, numChannels, …) -> (N, numChannels, …)`. Parameters: `weight` and `bias` `(numChannels)`, 1 and 0 at first,
 * null without `affine`.
 *
 * @throws ArgumentError for sizes below 1, a negative eps, and when the groups do not divide the channels
 * @example new nn.GroupNorm(8, 64)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html
 */
export class GroupNorm extends Module {
  readonly numGroups: number;
  readonly numChannels: number;
  readonly eps: number;
  readonly affine: boolean;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(numGroups: number, numChannels: number, options: GroupNormOptions = {}) {
    super();
    checkOptions('GroupNorm', options, ['eps', 'affine']);
    const { eps = 1e-5, affine = true } = options;
    checkInteger('GroupNorm', 'numGroups', numGroups, 1);
    checkInteger('GroupNorm', 'numChannels', numChannels, 1);
    if (numChannels % numGroups !== 0)
      throw new ArgumentError(
        'GroupNorm',
        'numChannels',
        `a multiple of numGroups (${numGroups})`,
        numChannels,
      );
    checkEps('GroupNorm', eps);
    checkBoolean('GroupNorm', 'affine', affine);
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.eps = eps;
    this.affine = affine;
    this.weight = affine ? new Parameter(ones([numChannels])) : null;
    this.bias = affine ? new Parameter(zeros([numChannels])) : null;
  }

  forward(input: Tensor): Tensor {
    const { weight, bias, eps } = this;
    return groupNorm(input, this.numGroups, { weight, bias, eps });
  }

  override extraRepr(): string {
    return `${this.numGroups}, ${this.numChannels}, ${keywords({ eps: this.eps, affine: this.affine })}`;
  }
}

/** The options of {@link LayerNorm}. */
export interface LayerNormOptions {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
  /** Whether there are a learned scale (`weight`) and shift (`bias`). Default true. */
  elementwiseAffine?: boolean;
}

/**
 * Normalises the last dimensions by their own mean and variance.
 *
 * `y = (x - mean) / sqrt(variance + eps) * weight + bias`
 *
 * Shapes: `(…, *normalizedShape) -> (…, *normalizedShape)`. Parameters: `weight` and `bias` `(*normalizedShape)`, 1 and 0 at
 * first, null without `elementwiseAffine`.
 *
 * @throws ArgumentError for no sizes and a negative eps
 * @example new nn.LayerNorm(768)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html
 */
export class LayerNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number;
  readonly elementwiseAffine: boolean;
  weight: Parameter | null;
  bias: Parameter | null;

  /** @param normalizedShape the sizes of the last dimensions, or the size of the last one */
  constructor(normalizedShape: number | readonly number[], options: LayerNormOptions = {}) {
    super();
    checkOptions('LayerNorm', options, ['eps', 'elementwiseAffine']);
    const { eps = 1e-5, elementwiseAffine = true } = options;
    const shape = typeof normalizedShape === 'number' ? [normalizedShape] : normalizedShape;
    checkNormalizedShape('LayerNorm', shape);
    checkEps('LayerNorm', eps);
    checkBoolean('LayerNorm', 'elementwiseAffine', elementwiseAffine);
    this.normalizedShape = [...shape];
    this.eps = eps;
    this.elementwiseAffine = elementwiseAffine;
    this.weight = elementwiseAffine ? new Parameter(ones(shape)) : null;
    this.bias = elementwiseAffine ? new Parameter(zeros(shape)) : null;
  }

  forward(input: Tensor): Tensor {
    const { weight, bias, eps } = this;
    return layerNorm(input, this.normalizedShape, { weight, bias, eps });
  }

  override extraRepr(): string {
    const { eps, elementwiseAffine: elementwise_affine } = this;
    return `${python(this.normalizedShape)}, ${keywords({ eps, elementwise_affine })}`;
  }
}

/**
 * Divides each element by a sum over the channels around its own: `x / (k + alpha / size * Σ x^2)^beta`.
 *
 * Shapes: `(N, C, …) -> (N, C, …)`.
 *
 * @throws ArgumentError for a size below 1
 * @example new nn.LocalResponseNorm(5, { k: 2 })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LocalResponseNorm.html
 */
export class LocalResponseNorm extends Module {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;

  /** @param options alpha (1e-4), beta (0.75), k (1) */
  constructor(size: number, options: LocalResponseNormOptions = {}) {
    super();
    checkOptions('LocalResponseNorm', options, ['alpha', 'beta', 'k']);
    checkInteger('LocalResponseNorm', 'size', size, 1);
    this.size = size;
    this.alpha = number('LocalResponseNorm', 'alpha', options.alpha ?? 1e-4);
    this.beta = number('LocalResponseNorm', 'beta', options.beta ?? 0.75);
    this.k = number('LocalResponseNorm', 'k', options.k ?? 1);
  }

  forward(input: Tensor): Tensor {
    const { alpha, beta, k } = this;
    return localResponseNorm(input, this.size, { alpha, beta, k });
  }

  override extraRepr(): string {
    return `${this.size}, ${keywords({ alpha: this.alpha, beta: this.beta, k: float(this.k) })}`;
  }
}
