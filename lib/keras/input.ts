import { checkOptions } from '../functional/check.js';
import { checkInputShape } from './layer.js';

/** The shape of a Sequential's input, made by {@link Input}. */
export class InputSpec {
  /** Without the batch. */
  readonly shape: readonly number[];

  constructor(shape: readonly number[]) {
    this.shape = checkInputShape('Input', 'shape', shape);
  }
}

/**
 * Tells a Sequential the shape of its input, so that its layers are built as they are added.
 *
 * @param options
 * @param options.shape the shape of one input without the batch
 * @example new keras.Sequential([keras.Input({ shape: [28, 28, 1] }), new keras.layers.Conv2D(32, 3)])
 * @see https://keras.io/api/layers/core_layers/input/
 */
export function Input(options: { shape: readonly number[] }): InputSpec {
  checkOptions('Input', options, ['shape']);
  return new InputSpec(options.shape);
}
