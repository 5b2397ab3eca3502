import { ShapeError } from '../../errors.js';
import { checkBoolean, checkInteger, checkOptions, toPair } from '../../functional/check.js';
import { conv2d } from '../../functional/conv.js';
import { xavierUniform_ } from '../../nn/init.js';
import { Parameter } from '../../nn/parameter.js';
import { zeros } from '../../tensor/create.js';
import type { Tensor } from '../../tensor/tensor.js';
import { type ActivationFunction, type ActivationName, toActivation } from '../activations.js';
import { channelsFirst, channelsLast, checkPadding, type Padding, toSides } from '../images.js';
import { type BatchShape, LAYER_OPTIONS, Layer, type LayerOptions, type Weight } from '../layer.js';

/** The options of {@link Conv2D}. */
export interface Conv2DOptions extends LayerOptions {
  /** The step between windows, one number or `[height, width]`. Default 1. */
  strides?: number | readonly [number, number];
  /** Default `'valid'`. */
  padding?: Padding;
  /** What is applied to the output. Default null. */
  activation?: ActivationName | null;
  /** Whether a learned number is added to each channel. Default true. */
  useBias?: boolean;
}

const OPTIONS = ['strides', 'padding', 'activation', 'useBias', ...LAYER_OPTIONS];

/**
 * Two-dimensional convolution of channels-last images with learned kernels.
 *
 * Shapes: `(N, H, W, C) -> (N, Hout, Wout, filters)`, where `Hout` is `ceil(H / stride)` with padding `'same'`, else
 * `floor((H - kernelHeight) / stride) + 1`.
 *
 * Weights: kernel `(kernelHeight, kernelWidth, C, filters)`, drawn as Glorot's at first, and bias `(filters)`, 0 at first.
 * (The properties `kernel` and `bias` are channels-first; `getWeights()` is Keras's.)
 *
 * @throws ArgumentError for sizes below 1 and unknown options
 * @example new keras.layers.Conv2D(32, [3, 3], { activation: 'relu', inputShape: [28, 28, 1] })
 * @see https://keras.io/api/layers/convolution_layers/convolution2d/
 */
export class Conv2D extends Layer {
  readonly filters: number;
  readonly kernelSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;
  readonly useBias: boolean;
  readonly #activation: ActivationFunction;
  kernel: Parameter | null = null;
  bias: Parameter | null = null;

  constructor(filters: number, kernelSize: number | readonly [number, number], options: Conv2DOptions = {}) {
    checkOptions('Conv2D', options, OPTIONS);
    super(options);
    const { strides = 1, padding = 'valid', activation = null, useBias = true } = options;
    checkInteger('Conv2D', 'filters', filters, 1);
    checkPadding('Conv2D', padding);
    checkBoolean('Conv2D', 'useBias', useBias);
    this.filters = filters;
    this.kernelSize = toPair('Conv2D', 'kernelSize', kernelSize, 1);
    this.strides = toPair('Conv2D', 'strides', strides, 1);
    this.padding = padding;
    this.useBias = useBias;
    this.#activation = toActivation('Conv2D', activation);
  }

  protected override makeWeights(inputShape: BatchShape): void {
    const channels = inputShape.at(-1) as number;
    this.kernel = new Parameter(xavierUniform_(zeros([this.filters, channels, ...this.kernelSize])));
    if (this.useBias) this.bias = new Parameter(zeros([this.filters]));
  }

  call(input: Tensor): Tensor {
    const { strides, kernelSize } = this;
    const image = channelsFirst('Conv2D', input);
    const kernel = this.kernel as Parameter;
    if (image.shape[1] !== kernel.shape[1]) {
      const received = `[${input.shape.join(', ')}]`;
      const message = `input must have ${kernel.shape[1]} channels in its last dimension, received shape ${received}`;
      throw new ShapeError('Conv2D', message, { argument: 'input', received });
    }
    const padding = toSides(this.padding, image, kernelSize, strides);
    const output = conv2d(image, kernel, this.bias, { stride: strides, padding });
    return channelsLast(this.#activation(output, 1));
  }

  override weightList(): Weight[] {
    const weights = [{ parameter: this.kernel as Parameter, dims: [2, 3, 1, 0] }];
    return this.bias === null ? weights : [...weights, { parameter: this.bias, dims: [0] }];
  }
}
