import { checkBoolean, checkOptions } from '../functional/check.js';
import {
  alphaDropout,
  checkProbability,
  type DropoutFunctionOptions,
  dropout,
  dropout1d,
  dropout2d,
  dropout3d,
  featureAlphaDropout,
} from '../random/dropout.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

/** The options of {@link Dropout} and its kin. */
export interface DropoutOptions {
  /** Whether the result is written over the input. Default false. */
  inplace?: boolean;
}

abstract class DropoutBase extends Module {
  readonly p: number;
  readonly inplace: boolean;

  /** @param p the probability to be dropped */
  constructor(p = 0.5, options: DropoutOptions = {}) {
    super();
    const name = new.target.name;
    checkOptions(name, options, ['inplace']);
    checkProbability(name, p);
    const { inplace = false } = options;
    checkBoolean(name, 'inplace', inplace);
    this.p = p;
    this.inplace = inplace;
  }

  protected get options(): DropoutFunctionOptions {
    return { p: this.p, training: this.training, inplace: this.inplace };
  }

  override extraRepr(): string {
    return keywords({ p: this.p, inplace: this.inplace });
  }
}

/**
 * Drops elements at random in training mode; in `eval` mode it returns its input. Any shape.
 *
 * `y = x * b / (1 - p)` with a b of 0 or 1, PyTorch's after the same `manualSeed`
 *
 * @throws ArgumentError when `p` is not from 0 to 1
 * @example new nn.Dropout(0.25)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html
 */
export class Dropout extends DropoutBase {
  forward(input: Tensor): Tensor {
    return dropout(input, this.options);
  }
}

/** Drops whole channels of (N, C, L) or (C, L); otherwise as {@link Dropout}. @see https://pytorch.org/docs/stable/generated/torch.nn.Dropout1d.html */
export class Dropout1d extends DropoutBase {
  forward(input: Tensor): Tensor {
    return dropout1d(input, this.options);
  }
}

/** Drops whole channels of (N, C, H, W); otherwise as {@link Dropout}. @see https://pytorch.org/docs/stable/generated/torch.nn.Dropout2d.html */
export class Dropout2d extends DropoutBase {
  forward(input: Tensor): Tensor {
    return dropout2d(input, this.options);
  }
}

/** Drops whole channels of (N, C, D, H, W) or (C, D, H, W); otherwise as {@link Dropout}. @see https://pytorch.org/docs/stable/generated/torch.nn.Dropout3d.html */
export class Dropout3d extends DropoutBase {
  forward(input: Tensor): Tensor {
    return dropout3d(input, this.options);
  }
}

/**
 * Drops elements to the value that SELU saturates at, keeping mean and variance; in `eval` mode it returns its input. As in
 * PyTorch, `inplace` is accepted and plays no part.
 *
 * @throws ArgumentError when `p` is not from 0 to 1
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AlphaDropout.html
 */
export class AlphaDropout extends DropoutBase {
  forward(input: Tensor): Tensor {
    return alphaDropout(input, { p: this.p, training: this.training });
  }
}

/** {@link AlphaDropout} of whole channels. @see https://pytorch.org/docs/stable/generated/torch.nn.FeatureAlphaDropout.html */
export class FeatureAlphaDropout extends DropoutBase {
  forward(input: Tensor): Tensor {
    return featureAlphaDropout(input, { p: this.p, training: this.training });
  }
}
