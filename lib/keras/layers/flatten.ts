import { checkOptions, checkTensor } from '../../functional/check.js';
import { reshape } from '../../functional/reshape.js';
import type { Tensor } from '../../tensor/tensor.js';
import { LAYER_OPTIONS, Layer, type LayerOptions } from '../layer.js';

/**
 * All dimensions but the batch as one, in channels-last order.
 *
 * Shapes: `(N, H, W, C) -> (N, H * W * C)`.
 *
 * @example new keras.layers.Flatten()
 * @see https://keras.io/api/layers/reshaping_layers/flatten/
 */
export class Flatten extends Layer {
  constructor(options: LayerOptions = {}) {
    checkOptions('Flatten', options, LAYER_OPTIONS);
    super(options);
  }

  call(input: Tensor): Tensor {
    checkTensor('Flatten', 'input', input);
    return reshape(input, [input.size(0), input.shape.slice(1).reduce((product, size) => product * size, 1)]);
  }
}
