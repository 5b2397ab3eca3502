import { ConvoltError } from '../errors.js';
import { contiguous } from '../functional/copy.js';
import { zeros } from '../tensor/create.js';
import { Tensor } from '../tensor/tensor.js';
import { type BatchShape, checkInputShape, Layer, type Weight } from './layer.js';
import { toTable } from './summary.js';

/** The options of models. */
export interface ModelOptions {
  /** Default: the class's name in snake case, numbered from the second one on. */
  name?: string;
}

/**
 * The base of Keras models: a subclass makes its layers in the constructor (or in class fields) and uses them in `call`.
 *
 * ```ts
 * class Net extends keras.Model {
 *   conv = new keras.layers.Conv2D(32, 3, { activation: 'relu' });
 *   flatten = new keras.layers.Flatten();
 *   dense = new keras.layers.Dense(10);
 *
 *   call(x: Tensor): Tensor {
 *     x = this.conv.call(x);
 *     return this.dense.call(this.flatten.call(x));
 *   }
 * }
 * ```
 *
 * Images are channels-last, (N, H, W, C). There is no training: no `compile`, no `fit`.
 *
 * @see https://keras.io/api/models/model/
 */
export abstract class Model extends Layer {
  constructor(options: ModelOptions = {}) {
    super(options);
  }

  /** The layers, in the order in which they were made. */
  get layers(): Layer[] {
    return [...this.children()].filter((child) => child instanceof Layer);
  }

  override get built(): boolean {
    return this.layers.every((layer) => layer.built);
  }

  protected override buildFor(): void {}

  /** @internal Builds the layers by a call on zeros, so that all sizes but the batch must be known. */
  protected override makeWeights(inputShape: BatchShape): void {
    const [, ...shape] = inputShape;
    this.call(zeros([1, ...checkInputShape(`${this.constructor.name}.build`, 'inputShape', shape)]));
  }

  override weightList(): Weight[] {
    return this.layers.flatMap((layer) => layer.weightList());
  }

  /** The output for a batch of inputs, in one piece of memory. */
  predict(x: Tensor): Tensor {
    const output: unknown = this.call(x);
    if (output instanceof Tensor) return contiguous(output);
    const name = this.constructor.name;
    throw new ConvoltError('CONVOLT_INVALID_ARGUMENT', `${name}.predict: call must return one Tensor`);
  }

  /**
   * Keras's table of the layers: names and types, shapes of the outputs, numbers of parameters.
   *
   * @param options `print`: whether it is printed, too (default true)
   * @returns the text
   */
  summary({ print = true }: { print?: boolean } = {}): string {
    const table = toTable(this);
    if (print) console.log(table);
    return table;
  }
}
