import { ArgumentError, ConvoltError, ShapeError } from '../errors.js';
import { checkTensor } from '../functional/check.js';
import { clone, copy_ } from '../functional/copy.js';
import { permute } from '../functional/permute.js';
import { Module } from '../nn/module.js';
import type { Parameter } from '../nn/parameter.js';
import { Tensor } from '../tensor/tensor.js';
import { autoName } from './names.js';

/** The options that all layers have. */
export interface LayerOptions {
  /** Default: the class's name in snake case, numbered from the second one on. */
  name?: string;
  /** The shape of one input without the batch, for the first layer of a Sequential: `[28, 28, 1]`. */
  inputShape?: readonly number[];
}

/** The names of {@link LayerOptions}, for the checks of layers. */
export const LAYER_OPTIONS: readonly string[] = ['name', 'inputShape'];

/** A shape as Keras has it: the size of the batch is null. */
export type BatchShape = readonly (number | null)[];

/** A parameter, and the order of its dimensions in Keras. */
export interface Weight {
  parameter: Parameter;
  /** `permute(parameter, dims)` is what Keras has. */
  dims: readonly number[];
}

/**
 * The base of Keras layers: a `Module` that makes its weights when it first sees the shape of its input.
 *
 * What Keras writes as `layer(x)` is `layer.call(x)` here. The constructor wraps `call`, so that it builds the layer,
 * runs hooks, and names the layer in errors.
 *
 * @see https://keras.io/api/layers/base_layer/
 */
export abstract class Layer extends Module {
  readonly name: string;
  readonly inputShape: readonly number[] | undefined;
  #built = false;
  #outputShape: BatchShape | null = null;
  readonly #call: (...inputs: unknown[]) => unknown;

  constructor({ name, inputShape }: LayerOptions = {}) {
    super();
    this.training = false;
    const where = this.constructor.name;
    if (name !== undefined && (typeof name !== 'string' || name === '' || name.includes('.')))
      throw new ArgumentError(where, 'name', 'a string that is not empty and has no dot', name);
    this.name = name ?? autoName(where);
    this.inputShape = inputShape === undefined ? undefined : checkInputShape(where, 'inputShape', inputShape);
    this.#call = this.call;
    Object.defineProperty(this, 'call', {
      value: (...inputs: unknown[]) => this.forward(...inputs),
      writable: true,
      configurable: true,
    });
  }

  /** Computes the output. */
  // biome-ignore lint/suspicious/noExplicitAny: only with any can every subclass have its own parameters
  abstract call(...inputs: any[]): any;

  // biome-ignore lint/suspicious/noExplicitAny: as call
  override forward(...inputs: any[]): any {
    if (typeof this.#call !== 'function') {
      const name = this.constructor.name;
      throw new ConvoltError('CONVOLT_NO_FORWARD', `${name} has no call, which computes a layer's output`);
    }
    this.buildFor(inputs[0]);
    const output = this.#call(...inputs);
    this.#outputShape = output instanceof Tensor ? [null, ...output.shape.slice(1)] : null;
    return output;
  }

  /** @internal Makes the weights on the first call. */
  protected buildFor(input: unknown): void {
    if (this.#built) return;
    checkTensor(this.constructor.name, 'input', input);
    this.build([null, ...input.shape.slice(1)]);
  }

  /**
   * Makes the weights, which the first call does otherwise.
   *
   * @param inputShape the shape of the inputs, with the batch at its front; sizes that are not known are null
   */
  build(inputShape: BatchShape): void {
    const valid =
      Array.isArray(inputShape) &&
      typeof inputShape.at(-1) === 'number' &&
      inputShape.every((size) => size === null || (Number.isSafeInteger(size) && size >= 1));
    if (!valid) {
      const expected = 'a shape with the batch, such as [null, 28, 28, 1]';
      throw new ArgumentError(`${this.constructor.name}.build`, 'inputShape', expected, inputShape);
    }
    this.makeWeights(inputShape);
    this.#built = true;
  }

  /** @internal What `build` does; `inputShape` ends with a number. */
  protected makeWeights(_inputShape: BatchShape): void {}

  /** Whether the weights have been made. */
  get built(): boolean {
    return this.#built;
  }

  /** The shape of the last output, with null for the batch; null before the first call. */
  get outputShape(): BatchShape | null {
    return this.#outputShape;
  }

  /** @internal The weights in Keras's order. */
  weightList(): Weight[] {
    return [];
  }

  /** Copies of the weights in Keras's order and layouts. */
  getWeights(): Tensor[] {
    this.#checkBuilt('getWeights');
    return this.weightList().map(({ parameter, dims }) => clone(permute(parameter, dims)));
  }

  /**
   * Copies weights in Keras's order and layouts, such as those of `getWeights()`, into the layer.
   *
   * @throws ShapeError when there are more or fewer, or a shape differs; nothing was copied then
   */
  setWeights(weights: readonly Tensor[]): void {
    const where = `${this.constructor.name}.setWeights`;
    this.#checkBuilt('setWeights');
    if (!Array.isArray(weights)) throw new ArgumentError(where, 'weights', 'a list of Tensors', weights);
    const own = this.weightList();
    if (weights.length !== own.length) {
      throw new ShapeError(where, `${this.name} has ${own.length} weights, received ${weights.length}`);
    }
    own.forEach(({ parameter, dims }, i) => {
      const weight = weights[i];
      checkTensor(where, `weights[${i}]`, weight);
      const expected = `[${dims.map((dim) => parameter.shape[dim]).join(', ')}]`;
      const received = `[${weight.shape.join(', ')}]`;
      if (expected !== received) {
        const message = `weights[${i}] must have shape ${expected}, received ${received}`;
        throw new ShapeError(where, message, { argument: `weights[${i}]`, expected, received });
      }
    });
    own.forEach(({ parameter, dims }, i) => {
      copy_(
        parameter,
        permute(
          weights[i] as Tensor,
          dims.map((_, d) => dims.indexOf(d)),
        ),
      );
    });
  }

  /** The number of elements of all weights. */
  countParams(): number {
    this.#checkBuilt('countParams');
    return [...this.parameters()].reduce((total, parameter) => total + parameter.numel(), 0);
  }

  #checkBuilt(where: string): void {
    if (this.built) return;
    throw new ConvoltError(
      'CONVOLT_NOT_BUILT',
      `${this.constructor.name}.${where}: ${this.name} has no weights yet; call it once, or give the shape of its input`,
    );
  }

  override toString(): string {
    return `<${this.constructor.name} name=${this.name}, built=${this.built ? 'True' : 'False'}>`;
  }
}

/** @throws ArgumentError unless `value` is a list of sizes of at least 1 */
export function checkInputShape(where: string, argument: string, value: unknown): readonly number[] {
  if (!Array.isArray(value) || !value.every((size) => Number.isSafeInteger(size) && size >= 1)) {
    throw new ArgumentError(where, argument, 'a list of sizes of at least 1, without the batch', value);
  }
  return [...value];
}
