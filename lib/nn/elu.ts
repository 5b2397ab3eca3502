import type { InplaceOptions } from '../functional/activation.js';
import { celu, type EluOptions, elu, selu } from '../functional/elu.js';
import type { Tensor } from '../tensor/tensor.js';
import { InplaceActivation, leadingOption, number } from './activation.js';
import { float, keywords } from './repr.js';

/**
 * `x` above 0, `alpha * (e^x - 1)` below, element by element. Any shape.
 *
 * @example new nn.ELU(1.5)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ELU.html
 */
export class ELU extends InplaceActivation {
  readonly alpha: number;

  /** @param first alpha (1), or the options: alpha, inplace (false) */
  constructor(first: number | EluOptions = {}, options?: InplaceOptions) {
    const all = leadingOption<EluOptions>('ELU', 'alpha', first, options);
    super(all, ['alpha']);
    this.alpha = number('ELU', 'alpha', all.alpha ?? 1);
  }

  forward(input: Tensor): Tensor {
    const { alpha, inplace } = this;
    return elu(input, { alpha, inplace });
  }

  protected override settings(): string {
    return keywords({ alpha: float(this.alpha) });
  }
}

/**
 * `x` above 0, `alpha * (e^(x / alpha) - 1)` below, element by element. Any shape.
 * `forward` throws ArgumentError for an alpha of 0.
 *
 * @example new nn.CELU(1.5)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.CELU.html
 */
export class CELU extends InplaceActivation {
  readonly alpha: number;

  /** @param first alpha (1), or the options: alpha, inplace (false) */
  constructor(first: number | EluOptions = {}, options?: InplaceOptions) {
    const all = leadingOption<EluOptions>('CELU', 'alpha', first, options);
    super(all, ['alpha']);
    this.alpha = number('CELU', 'alpha', all.alpha ?? 1);
  }

  forward(input: Tensor): Tensor {
    const { alpha, inplace } = this;
    return celu(input, { alpha, inplace });
  }

  protected override settings(): string {
    return keywords({ alpha: float(this.alpha) });
  }
}

/**
 * `scale * x` above 0, `scale * alpha * (e^x - 1)` below, with constants that keep mean 0 and variance 1 in deep networks. Any shape.
 *
 * @example new nn.SELU()
 * @see https://pytorch.org/docs/stable/generated/torch.nn.SELU.html
 */
export class SELU extends InplaceActivation {
  constructor(options: InplaceOptions = {}) {
    super(options);
  }

  forward(input: Tensor): Tensor {
    return selu(input, { inplace: this.inplace });
  }
}
