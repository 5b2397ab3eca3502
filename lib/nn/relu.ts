import { checkBoolean, checkOptions } from '../functional/check.js';
import { copy_ } from '../functional/copy.js';
import { relu } from '../functional/relu.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

/** The options of {@link ReLU}. */
export interface ReLUOptions {
  /**
   * Whether the input itself is changed and returned, as in PyTorch. It saves nothing here: the result is computed and
   * copied. Default false.
   */
  inplace?: boolean;
}

/**
 * The rectified linear unit, element by element: `max(x, 0)`. Any shape.
 *
 * @example new nn.ReLU()
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html
 */
export class ReLU extends Module {
  readonly inplace: boolean;

  constructor(options: ReLUOptions = {}) {
    super();
    checkOptions('ReLU', options, ['inplace']);
    const { inplace = false } = options;
    checkBoolean('ReLU', 'inplace', inplace);
    this.inplace = inplace;
  }

  forward(input: Tensor): Tensor {
    const output = relu(input);
    return this.inplace ? copy_(input, output) : output;
  }

  override extraRepr(): string {
    return this.inplace ? keywords({ inplace: true }) : '';
  }
}
