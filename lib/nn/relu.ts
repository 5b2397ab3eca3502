import { relu } from '../functional/relu.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';

/**
 * The rectified linear unit, element by element: `max(x, 0)`. Any shape.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html
 */
export class ReLU extends Module {
  forward(input: Tensor): Tensor {
    return relu(input);
  }
}
