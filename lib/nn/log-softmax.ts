import { logSoftmax } from '../functional/log-softmax.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkDim } from './dim.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

/**
 * The logarithm of the softmax along a dimension: scores to log-probabilities. Any shape.
 *
 * `y[i] = x[i] - log Σ_j exp(x[j])`
 *
 * @throws ArgumentError when `dim` is not an integer; it has no default, as PyTorch's is deprecated
 * @example new nn.LogSoftmax(1) // (N, 10) -> (N, 10)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html
 */
export class LogSoftmax extends Module {
  readonly dim: number;

  /** @param dim the dimension that is normalised; negative counts from the end */
  constructor(dim: number) {
    super();
    this.dim = checkDim('LogSoftmax', 'dim', dim);
  }

  forward(input: Tensor): Tensor {
    return logSoftmax(input, this.dim);
  }

  override extraRepr(): string {
    return keywords({ dim: this.dim });
  }
}
