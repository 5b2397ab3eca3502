import { checkRank, checkTensor } from '../functional/check.js';
import { softmax } from '../functional/softmax.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkDim } from './dim.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

/**
 * Exponentials, scaled so that they sum to 1 along a dimension: scores to probabilities. Any shape.
 *
 * `y[i] = exp(x[i]) / Σ_j exp(x[j])`
 *
 * @throws ArgumentError when `dim` is not an integer; it has no default, as PyTorch's is deprecated
 * @example new nn.Softmax(1) // (N, 10) -> (N, 10)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softmax.html
 */
export class Softmax extends Module {
  readonly dim: number;

  /** @param dim the dimension that is normalised; negative counts from the end */
  constructor(dim: number) {
    super();
    this.dim = checkDim('Softmax', 'dim', dim);
  }

  forward(input: Tensor): Tensor {
    return softmax(input, this.dim);
  }

  override extraRepr(): string {
    return keywords({ dim: this.dim });
  }
}

/**
 * {@link Softmax} over the channels, at each place of an image.
 *
 * Shapes: `(N, C, H, W) -> (N, C, H, W)` or `(C, H, W) -> (C, H, W)`.
 *
 * @example new nn.Softmax2d()
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softmax2d.html
 */
export class Softmax2d extends Module {
  forward(input: Tensor): Tensor {
    checkTensor('Softmax2d', 'input', input);
    checkRank('Softmax2d', 'input', input, [3, 4], '(N, C, H, W) or (C, H, W)');
    return softmax(input, -3);
  }
}
