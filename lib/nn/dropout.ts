import { ArgumentError } from '../errors.js';
import { checkBoolean, checkOptions, checkTensor } from '../functional/check.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkInference } from './inference.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

/** The options of {@link Dropout}. */
export interface DropoutOptions {
  /** Accepted as in PyTorch; in inference the input is returned as it is either way. Default false. */
  inplace?: boolean;
}

/**
 * Drops elements at random while training, which Convolt does not do: in inference it returns its input. Any shape.
 *
 * @throws ArgumentError when `p` is not from 0 to 1; `forward` throws a ConvoltError `CONVOLT_TRAINING_MODE` in training
 * mode (unless `p` is 0)
 * @example new nn.Dropout(0.25)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html
 */
export class Dropout extends Module {
  readonly p: number;
  readonly inplace: boolean;

  /** @param p the probability of an element to be dropped */
  constructor(p = 0.5, options: DropoutOptions = {}) {
    super();
    checkOptions('Dropout', options, ['inplace']);
    if (typeof p !== 'number' || !(p >= 0 && p <= 1))
      throw new ArgumentError('Dropout', 'p', 'a number from 0 to 1', p);
    const { inplace = false } = options;
    checkBoolean('Dropout', 'inplace', inplace);
    this.p = p;
    this.inplace = inplace;
  }

  forward(input: Tensor): Tensor {
    checkTensor('Dropout', 'input', input);
    if (this.p > 0) checkInference(this, 'the random dropping');
    return input;
  }

  override extraRepr(): string {
    return keywords({ p: this.p, inplace: this.inplace });
  }
}
