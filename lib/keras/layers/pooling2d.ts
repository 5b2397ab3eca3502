/** Keras's pooling layers. */
import { avgPool2d } from '../../functional/avg-pool.js';
import { checkOptions, toPair } from '../../functional/check.js';
import { maxPool2d } from '../../functional/max-pool.js';
import type { Tensor } from '../../tensor/tensor.js';
import { channelsFirst, channelsLast, checkPadding, type Padding, toSides } from '../images.js';
import { LAYER_OPTIONS, Layer, type LayerOptions } from '../layer.js';

/** The options of {@link MaxPooling2D} and {@link AveragePooling2D}. */
export interface Pooling2DOptions extends LayerOptions {
  /** The step between windows, one number or `[height, width]`. Default: the pool size. */
  strides?: number | readonly [number, number] | null;
  /** Default `'valid'`. */
  padding?: Padding;
}

abstract class Pooling2D extends Layer {
  readonly poolSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;

  constructor(poolSize: number | readonly [number, number] = 2, options: Pooling2DOptions = {}) {
    const where = new.target.name;
    checkOptions(where, options, ['strides', 'padding', ...LAYER_OPTIONS]);
    super(options);
    const { padding = 'valid' } = options;
    checkPadding(where, padding);
    this.poolSize = toPair(where, 'poolSize', poolSize, 1);
    this.strides = toPair(where, 'strides', options.strides ?? this.poolSize, 1);
    this.padding = padding;
  }

  protected abstract pool(image: Tensor, padding: [number, number, number, number]): Tensor;

  call(input: Tensor): Tensor {
    const image = channelsFirst(this.constructor.name, input);
    return channelsLast(this.pool(image, toSides(this.padding, image, this.poolSize, this.strides)));
  }
}

/**
 * The largest element of each window that slides over channels-last images.
 *
 * Shapes: `(N, H, W, C) -> (N, Hout, Wout, C)`, where `Hout` is `ceil(H / stride)` with padding `'same'`, else
 * `floor((H - poolHeight) / stride) + 1`.
 *
 * @throws ArgumentError for sizes below 1 and unknown options
 * @example new keras.layers.MaxPooling2D([2, 2])
 * @see https://keras.io/api/layers/pooling_layers/max_pooling2d/
 */
export class MaxPooling2D extends Pooling2D {
  protected pool(image: Tensor, padding: [number, number, number, number]): Tensor {
    return maxPool2d(image, this.poolSize, { stride: this.strides, padding });
  }
}

/**
 * The average of each window that slides over channels-last images; padding is left out of it.
 *
 * Shapes: `(N, H, W, C) -> (N, Hout, Wout, C)`, where `Hout` is `ceil(H / stride)` with padding `'same'`, else
 * `floor((H - poolHeight) / stride) + 1`.
 *
 * @throws ArgumentError for sizes below 1 and unknown options
 * @example new keras.layers.AveragePooling2D([2, 2])
 * @see https://keras.io/api/layers/pooling_layers/average_pooling2d/
 */
export class AveragePooling2D extends Pooling2D {
  protected pool(image: Tensor, padding: [number, number, number, number]): Tensor {
    return avgPool2d(image, this.poolSize, { stride: this.strides, padding, countIncludePad: false });
  }
}
