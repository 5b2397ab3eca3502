import { checkOptions, checkTensor } from '../../functional/check.js';
import type { Tensor } from '../../tensor/tensor.js';
import { type ActivationFunction, type ActivationName, toActivation } from '../activations.js';
import { LAYER_OPTIONS, Layer, type LayerOptions } from '../layer.js';

/**
 * Applies an activation by name. Any shape; softmax sums to 1 along the last dimension.
 *
 * @throws ArgumentError when there is none of that name
 * @example new keras.layers.Activation('relu')
 * @see https://keras.io/api/layers/core_layers/activation/
 */
export class Activation extends Layer {
  readonly #activation: ActivationFunction;

  constructor(activation: ActivationName, options: LayerOptions = {}) {
    checkOptions('Activation', options, LAYER_OPTIONS);
    super(options);
    this.#activation = toActivation('Activation', activation);
  }

  call(input: Tensor): Tensor {
    checkTensor('Activation', 'input', input);
    return this.#activation(input, -1);
  }
}
