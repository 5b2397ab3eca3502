import { checkOptions } from '../functional/check.js';
import { hardshrink, type ShrinkOptions, softshrink, tanhshrink } from '../functional/shrink.js';
import type { Tensor } from '../tensor/tensor.js';
import { leadingOption, number } from './activation.js';
import { Module } from './module.js';
import { float } from './repr.js';

/**
 * 0 where `-lambd <= x <= lambd`, elsewhere `x`. Any shape.
 *
 * @example new nn.Hardshrink(0.5)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Hardshrink.html
 */
export class Hardshrink extends Module {
  readonly lambd: number;

  /** @param first lambd (0.5), or the options: lambd */
  constructor(first: number | ShrinkOptions = {}) {
    super();
    const options = leadingOption<ShrinkOptions>('Hardshrink', 'lambd', first, undefined);
    checkOptions('Hardshrink', options, ['lambd']);
    this.lambd = number('Hardshrink', 'lambd', options.lambd ?? 0.5);
  }

  forward(input: Tensor): Tensor {
    return hardshrink(input, { lambd: this.lambd });
  }

  override extraRepr(): string {
    return float(this.lambd);
  }
}

/**
 * `x - lambd` above `lambd`, `x + lambd` below `-lambd`, 0 between them. Any shape.
 *
 * @example new nn.Softshrink(0.5)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softshrink.html
 */
export class Softshrink extends Module {
  readonly lambd: number;

  /** @param first lambd (0.5), or the options: lambd */
  constructor(first: number | ShrinkOptions = {}) {
    super();
    const options = leadingOption<ShrinkOptions>('Softshrink', 'lambd', first, undefined);
    checkOptions('Softshrink', options, ['lambd']);
    this.lambd = number('Softshrink', 'lambd', options.lambd ?? 0.5);
  }

  forward(input: Tensor): Tensor {
    return softshrink(input, { lambd: this.lambd });
  }

  override extraRepr(): string {
    return float(this.lambd);
  }
}

/**
 * `x - tanh(x)`, element by element. Any shape.
 *
 * @example new nn.Tanhshrink()
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Tanhshrink.html
 */
export class Tanhshrink extends Module {
  forward(input: Tensor): Tensor {
    return tanhshrink(input);
  }
}
