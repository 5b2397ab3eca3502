import { flatten } from '../functional/reshape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkDim } from './dim.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

/**
 * Makes one dimension of a range of them; a view where it can be. By default all but the first, the batch.
 *
 * Shapes: `(N, C, H, W) -> (N, C * H * W)`.
 *
 * @throws ArgumentError when a dimension is not an integer
 * @example new nn.Flatten()
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html
 */
export class Flatten extends Module {
  readonly startDim: number;
  readonly endDim: number;

  /**
   * @param startDim the first dimension of the range; negative counts from the end
   * @param endDim the last
   */
  constructor(startDim = 1, endDim = -1) {
    super();
    this.startDim = checkDim('Flatten', 'startDim', startDim);
    this.endDim = checkDim('Flatten', 'endDim', endDim);
  }

  forward(input: Tensor): Tensor {
    return flatten(input, this.startDim, this.endDim);
  }

  override extraRepr(): string {
    return keywords({ start_dim: this.startDim, end_dim: this.endDim });
  }
}
