import type { InplaceOptions } from '../functional/activation.js';
import { checkOptions } from '../functional/check.js';
import { checkApproximate, type GeluOptions, gelu, glu, hardswish, mish, silu } from '../functional/gelu.js';
import type { Tensor } from '../tensor/tensor.js';
import { InplaceActivation, leadingOption } from './activation.js';
import { checkDim } from './dim.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

/**
 * The Gaussian error linear unit, element by element: `x * (1 + erf(x / sqrt(2))) / 2`, or with `approximate: 'tanh'` an
 * approximation by tanh. Any shape.
 *
 * @example new nn.GELU({ approximate: 'tanh' })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.GELU.html
 */
export class GELU extends Module {
  readonly approximate: 'none' | 'tanh';

  /** @param options approximate ('none') */
  constructor(options: GeluOptions = {}) {
    super();
    checkOptions('GELU', options, ['approximate']);
    const { approximate = 'none' } = options;
    checkApproximate('GELU', approximate);
    this.approximate = approximate;
  }

  forward(input: Tensor): Tensor {
    return gelu(input, { approximate: this.approximate });
  }

  override extraRepr(): string {
    return `approximate='${this.approximate}'`;
  }
}

/**
 * The sigmoid linear unit, element by element: `x / (1 + e^-x)`. Any shape.
 *
 * @example new nn.SiLU({ inplace: true })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.SiLU.html
 */
export class SiLU extends InplaceActivation {
  constructor(options: InplaceOptions = {}) {
    super(options);
  }

  forward(input: Tensor): Tensor {
    return silu(input, { inplace: this.inplace });
  }
}

/**
 * `x * tanh(ln(1 + e^x))`, element by element. Any shape.
 *
 * @example new nn.Mish()
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Mish.html
 */
export class Mish extends InplaceActivation {
  constructor(options: InplaceOptions = {}) {
    super(options);
  }

  forward(input: Tensor): Tensor {
    return mish(input, { inplace: this.inplace });
  }
}

/**
 * `x * min(max(x + 3, 0), 6) / 6`, element by element. Any shape.
 *
 * @example new nn.Hardswish({ inplace: true })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Hardswish.html
 */
export class Hardswish extends InplaceActivation {
  constructor(options: InplaceOptions = {}) {
    super(options);
  }

  forward(input: Tensor): Tensor {
    return hardswish(input, { inplace: this.inplace });
  }

  /** As in PyTorch, whether in place or not. */
  override extraRepr(): string {
    return '';
  }
}

/**
 * The gated linear unit: the first half of a dimension, each element times the sigmoid of its counterpart in the second.
 *
 * Shapes: `(…, 2 K, …) -> (…, K, …)`.
 *
 * @example new nn.GLU(1)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.GLU.html
 */
export class GLU extends Module {
  readonly dim: number;

  /** @param first dim (-1), or the options: dim */
  constructor(first: number | { dim?: number } = {}) {
    super();
    const options = leadingOption<{ dim?: number }>('GLU', 'dim', first, undefined);
    checkOptions('GLU', options, ['dim']);
    this.dim = checkDim('GLU', 'dim', options.dim ?? -1);
  }

  forward(input: Tensor): Tensor {
    return glu(input, { dim: this.dim });
  }

  override extraRepr(): string {
    return keywords({ dim: this.dim });
  }
}
