import { permute } from '../../functional/permute.js';
import { Module } from '../../nn/index.js';
import type { Tensor } from '../../tensor/tensor.js';

/**
 * The input with its dimensions in another order: a view.
 *
 * @example new Permute([0, 2, 3, 1]) // (N, C, H, W) -> (N, H, W, C)
 * @see https://pytorch.org/vision/0.14/generated/torchvision.ops.Permute.html
 */
export class Permute extends Module {
  /** @param dims which dimension of the input comes first, second, … */
  constructor(readonly dims: readonly number[]) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return permute(x, this.dims);
  }
}
