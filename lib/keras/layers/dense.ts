import { checkBoolean, checkInteger, checkOptions } from '../../functional/check.js';
import { linear } from '../../functional/linear.js';
import { xavierUniform_ } from '../../nn/init.js';
import { Parameter } from '../../nn/parameter.js';
import { zeros } from '../../tensor/create.js';
import type { Tensor } from '../../tensor/tensor.js';
import { type ActivationFunction, type ActivationName, toActivation } from '../activations.js';
import { type BatchShape, LAYER_OPTIONS, Layer, type LayerOptions, type Weight } from '../layer.js';

/** The options of {@link Dense}. */
export interface DenseOptions extends LayerOptions {
  /** What is applied to the output. Default null. */
  activation?: ActivationName | null;
  /** Whether a learned number is added to each output. Default true. */
  useBias?: boolean;
}

/**
 * A learned affine map of the last dimension.
 *
 * Shapes: `(N, *, features) -> (N, *, units)`.
 *
 * Weights: kernel `(features, units)`, drawn as Glorot's at first, and bias `(units)`, 0 at first. (The property `kernel`
 * is its transpose; `getWeights()` is Keras's.)
 *
 * @throws ArgumentError for sizes below 1 and unknown options
 * @example new keras.layers.Dense(10, { activation: 'softmax' })
 * @see https://keras.io/api/layers/core_layers/dense/
 */
export class Dense extends Layer {
  readonly units: number;
  readonly useBias: boolean;
  readonly #activation: ActivationFunction;
  kernel: Parameter | null = null;
  bias: Parameter | null = null;

  constructor(units: number, options: DenseOptions = {}) {
    checkOptions('Dense', options, ['activation', 'useBias', ...LAYER_OPTIONS]);
    super(options);
    const { activation = null, useBias = true } = options;
    checkInteger('Dense', 'units', units, 1);
    checkBoolean('Dense', 'useBias', useBias);
    this.units = units;
    this.useBias = useBias;
    this.#activation = toActivation('Dense', activation);
  }

  protected override makeWeights(inputShape: BatchShape): void {
    this.kernel = new Parameter(xavierUniform_(zeros([this.units, inputShape.at(-1) as number])));
    if (this.useBias) this.bias = new Parameter(zeros([this.units]));
  }

  call(input: Tensor): Tensor {
    return this.#activation(linear(input, this.kernel as Parameter, this.bias), -1);
  }

  override weightList(): Weight[] {
    const weights = [{ parameter: this.kernel as Parameter, dims: [1, 0] }];
    return this.bias === null ? weights : [...weights, { parameter: this.bias, dims: [0] }];
  }
}
