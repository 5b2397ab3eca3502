/** Layers that resize. */
import { checkInterpolation, type InterpolateMode, interpolate } from '../functional/interpolate.js';
import type { Size2d } from '../functional/pool.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { python } from './repr.js';

/** The options of {@link Upsample}. One of size and scaleFactor must be given. */
export interface UpsampleOptions {
  /** The output's size, one number for all dimensions or one for each. */
  size?: number | readonly number[] | null;
  /** How many times as large the output is, one number for all dimensions or one for each. */
  scaleFactor?: number | readonly number[] | null;
  /** Default: `'nearest'`. */
  mode?: InterpolateMode;
  /** Whether the centers of the corner elements keep their places, not the corners of those elements. Default: false. */
  alignCorners?: boolean | null;
  /** Whether to go by the ratio of the rounded sizes instead of `scaleFactor`. Default: false. */
  recomputeScaleFactor?: boolean | null;
}

/** The options of {@link UpsamplingNearest2d} and {@link UpsamplingBilinear2d}. One of them must be given. */
export interface UpsamplingOptions {
  /** The output's size, one number for both dimensions or `[height, width]`. */
  size?: Size2d | null;
  /** How many times as large the output is, one number for both dimensions or `[height, width]`. */
  scaleFactor?: Size2d | null;
}

/**
 * A sequence, an image or a volume at another size: `functional.interpolate` as a layer.
 *
 * Shapes: `(N, C, L) -> (N, C, Lout)`, `(N, C, H, W) -> (N, C, Hout, Wout)` or
 * `(N, C, D, H, W) -> (N, C, Dout, Hout, Wout)`, where `Hout = size[0]` or `floor(H * scaleFactor[0])`.
 *
 * @throws ArgumentError for options out of range or that do not go together
 * @example new nn.Upsample({ scaleFactor: 2, mode: 'bilinear' }) // (N, C, 28, 28) -> (N, C, 56, 56)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Upsample.html
 */
export class Upsample extends Module {
  readonly size: number | readonly number[] | null;
  readonly scaleFactor: number | readonly number[] | null;
  readonly mode: InterpolateMode;
  readonly alignCorners: boolean | null;
  readonly recomputeScaleFactor: boolean | null;

  constructor(options: UpsampleOptions) {
    super();
    checkInterpolation(this.constructor.name, options);
    this.size = options.size ?? null;
    this.scaleFactor = options.scaleFactor ?? null;
    this.mode = options.mode ?? 'nearest';
    this.alignCorners = options.alignCorners ?? null;
    this.recomputeScaleFactor = options.recomputeScaleFactor ?? null;
  }

  forward(input: Tensor): Tensor {
    const { size, scaleFactor, mode, alignCorners, recomputeScaleFactor } = this;
    return interpolate(input, { size, scaleFactor, mode, alignCorners, recomputeScaleFactor });
  }

  override extraRepr(): string {
    // PyTorch keeps the factors as floats.
    const float = (factor: number) => (Number.isInteger(factor) ? factor.toFixed(1) : python(factor));
    const { scaleFactor } = this;
    const factors = typeof scaleFactor === 'number' ? float(scaleFactor) : python(scaleFactor?.map(float));
    return `${scaleFactor === null ? `size=${python(this.size)}` : `scale_factor=${factors}`}, mode=${this.mode}`;
  }
}

/**
 * An image at another size, each element the nearest of the input.
 *
 * Shapes: `(N, C, H, W) -> (N, C, Hout, Wout)`, as {@link Upsample}.
 *
 * @throws ArgumentError unless one of size and scaleFactor is given
 * @example new nn.UpsamplingNearest2d({ scaleFactor: 2 }) // (N, C, 28, 28) -> (N, C, 56, 56)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.UpsamplingNearest2d.html
 */
export class UpsamplingNearest2d extends Upsample {
  constructor(options: UpsamplingOptions) {
    super({ ...options, mode: 'nearest' });
  }
}

/**
 * An image at another size, by bilinear interpolation with `alignCorners`.
 *
 * Shapes: `(N, C, H, W) -> (N, C, Hout, Wout)`, as {@link Upsample}.
 *
 * @throws ArgumentError unless one of size and scaleFactor is given
 * @example new nn.UpsamplingBilinear2d({ size: [56, 56] }) // (N, C, 28, 28) -> (N, C, 56, 56)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.UpsamplingBilinear2d.html
 */
export class UpsamplingBilinear2d extends Upsample {
  constructor(options: UpsamplingOptions) {
    super({ ...options, mode: 'bilinear', alignCorners: true });
  }
}
