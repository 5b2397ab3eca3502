import { ArgumentError } from '../../errors.js';
import { checkOptions, checkTensor } from '../../functional/check.js';
import type { Tensor } from '../../tensor/tensor.js';
import { LAYER_OPTIONS, Layer, type LayerOptions } from '../layer.js';

/**
 * Drops elements at random while training, which Convolt does not do: it returns its input. Any shape.
 *
 * @throws ArgumentError when `rate` is not from 0 to 1
 * @example new keras.layers.Dropout(0.25)
 * @see https://keras.io/api/layers/regularization_layers/dropout/
 */
export class Dropout extends Layer {
  readonly rate: number;

  constructor(rate: number, options: LayerOptions = {}) {
    checkOptions('Dropout', options, LAYER_OPTIONS);
    super(options);
    if (typeof rate !== 'number' || !(rate >= 0 && rate <= 1))
      throw new ArgumentError('Dropout', 'rate', 'a number from 0 to 1', rate);
    this.rate = rate;
  }

  call(input: Tensor): Tensor {
    checkTensor('Dropout', 'input', input);
    return input;
  }
}
