import type { InplaceOptions } from '../functional/activation.js';
import { checkOptions } from '../functional/check.js';
import { sigmoid, tanh } from '../functional/elementwise.js';
import { hardsigmoid, logsigmoid, type SoftplusOptions, softplus, softsign } from '../functional/softplus.js';
import type { Tensor } from '../tensor/tensor.js';
import { InplaceActivation, number } from './activation.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

/**
 * `1 / (1 + e^-x)`, element by element. Any shape.
 *
 * @example new nn.Sigmoid()
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html
 */
export class Sigmoid extends Module {
  forward(input: Tensor): Tensor {
    return sigmoid(input);
  }
}

/**
 * `-ln(1 + e^-x)`, element by element. Any shape.
 *
 * @example new nn.LogSigmoid()
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LogSigmoid.html
 */
export class LogSigmoid extends Module {
  forward(input: Tensor): Tensor {
    return logsigmoid(input);
  }
}

/**
 * `min(max(x + 3, 0), 6) / 6`, element by element. Any shape.
 *
 * @example new nn.Hardsigmoid()
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Hardsigmoid.html
 */
export class Hardsigmoid extends InplaceActivation {
  constructor(options: InplaceOptions = {}) {
    super(options);
  }

  forward(input: Tensor): Tensor {
    return hardsigmoid(input, { inplace: this.inplace });
  }

  /** As in PyTorch, whether in place or not. */
  override extraRepr(): string {
    return '';
  }
}

/**
 * The hyperbolic tangent, element by element. Any shape.
 *
 * @example new nn.Tanh()
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Tanh.html
 */
export class Tanh extends Module {
  forward(input: Tensor): Tensor {
    return tanh(input);
  }
}

/**
 * `x / (1 + |x|)`, element by element. Any shape.
 *
 * @example new nn.Softsign()
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softsign.html
 */
export class Softsign extends Module {
  forward(input: Tensor): Tensor {
    return softsign(input);
  }
}

/**
 * `ln(1 + e^(beta * x)) / beta`, element by element, and `x` where `beta * x` is above the threshold. Any shape.
 *
 * @example new nn.Softplus({ beta: 2 })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softplus.html
 */
export class Softplus extends Module {
  readonly beta: number;
  readonly threshold: number;

  /** @param options beta (1), threshold (20) */
  constructor(options: SoftplusOptions = {}) {
    super();
    checkOptions('Softplus', options, ['beta', 'threshold']);
    this.beta = number('Softplus', 'beta', options.beta ?? 1);
    this.threshold = number('Softplus', 'threshold', options.threshold ?? 20);
  }

  forward(input: Tensor): Tensor {
    const { beta, threshold } = this;
    return softplus(input, { beta, threshold });
  }

  override extraRepr(): string {
    return keywords({ beta: this.beta, threshold: this.threshold });
  }
}
