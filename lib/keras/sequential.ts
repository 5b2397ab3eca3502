import { ArgumentError } from '../errors.js';
import type { Module } from '../nn/module.js';
import { zeros } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { InputSpec } from './input.js';
import { Layer } from './layer.js';
import { Model, type ModelOptions } from './model.js';

/**
 * Layers that run one after another. Where the input's shape is given, by `Input` or by the first layer's `inputShape`,
 * layers are built as they are added; else by the first call.
 *
 * @example
 * const model = new keras.Sequential([
 *   keras.Input({ shape: [28, 28, 1] }),
 *   new keras.layers.Conv2D(32, [3, 3], { activation: 'relu' }),
 * ]);
 * model.add(new keras.layers.MaxPooling2D([2, 2]));
 * model.summary();
 * @see https://keras.io/api/models/sequential/
 */
export class Sequential extends Model {
  readonly #layers: Layer[] = [];
  /** The shape of one input of the next layer, where it is known. */
  #shape: readonly number[] | undefined;

  constructor(layers: readonly (Layer | InputSpec)[] = [], options: ModelOptions = {}) {
    super(options);
    if (!Array.isArray(layers))
      throw new ArgumentError('Sequential', 'layers', 'a list of Keras layers', layers);
    for (const layer of layers) this.add(layer);
  }

  protected override *ownChildren(): Iterable<[string, Module]> {
    for (const layer of this.#layers) yield [layer.name, layer];
  }

  /** Adds a layer at the end, or the shape of the input at the start. */
  add(layer: Layer | InputSpec): void {
    if (layer instanceof InputSpec) {
      if (this.#layers.length > 0)
        throw new ArgumentError('Sequential.add', 'layer', 'an Input before all other layers', layer);
      this.#shape = layer.shape;
      return;
    }
    if (!(layer instanceof Layer)) throw new ArgumentError('Sequential.add', 'layer', 'a Keras layer', layer);
    if (this.#layers.some(({ name }) => name === layer.name))
      throw new ArgumentError(
        'Sequential.add',
        'layer',
        'of a name that the model does not have',
        layer.name,
      );
    if (this.#layers.length === 0) this.#shape ??= layer.inputShape;
    if (this.#shape !== undefined) this.#shape = layer.call(zeros([1, ...this.#shape])).shape.slice(1);
    this.#layers.push(layer);
  }

  call(input: Tensor): Tensor {
    let output = input;
    for (const layer of this.#layers) output = layer.call(output);
    return output;
  }
}
