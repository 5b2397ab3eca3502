/** Layers that pad images. */
import { ArgumentError } from '../errors.js';
import { isIntegers } from '../functional/check.js';
import { type PadMode, pad } from '../functional/pad.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { keywords, python } from './repr.js';

abstract class PadNd extends Module {
  /** Two numbers a dimension, the last dimension first. */
  readonly padding: readonly number[];
  readonly #mode: PadMode;

  constructor(where: string, dims: number, mode: PadMode, padding: number | readonly number[]) {
    super();
    const sides = Array.isArray(padding) ? padding : new Array(2 * dims).fill(padding);
    if (!isIntegers(sides, 2 * dims, -0x7fffffff))
      throw new ArgumentError(where, 'padding', `an integer, or ${2 * dims} of them`, padding);
    this.padding = [...sides];
    this.#mode = mode;
  }

  forward(input: Tensor): Tensor {
    return pad(input, this.padding, { mode: this.#mode });
  }

  override extraRepr(): string {
    return python(this.padding);
  }
}

abstract class ConstantPadNd extends PadNd {
  readonly value: number;

  constructor(where: string, dims: number, padding: number | readonly number[], value: number) {
    super(where, dims, 'constant', padding);
    if (typeof value !== 'number') throw new ArgumentError(where, 'value', 'a number', value);
    this.value = value;
  }

  override forward(input: Tensor): Tensor {
    return pad(input, this.padding, { value: this.value });
  }

  override extraRepr(): string {
    return keywords({ padding: this.padding, value: this.value });
  }
}

/**
 * Adds zeros around the last two dimensions: `padding` on every side, or `[left, right, top, bottom]`; negative padding crops.
 *
 * Shapes: `(…, H, W) -> (…, top + H + bottom, left + W + right)`; any dimensions.
 *
 * @throws ArgumentError for padding that is not integers
 * @example new nn.ZeroPad2d([1, 2, 0, 3])
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ZeroPad2d.html
 */
export class ZeroPad2d extends PadNd {
  constructor(padding: number | readonly number[]) {
    super('ZeroPad2d', 2, 'constant', padding);
  }
}

/**
 * Adds a constant at both ends of the last dimension: `padding` on every side, or `[left, right]`; negative padding crops.
 *
 * Shapes: `(…, W) -> (…, left + W + right)`; any dimensions.
 *
 * @throws ArgumentError for padding that is not integers, and for a value that is not a number
 * @example new nn.ConstantPad1d(1, 0.5)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad1d.html
 */
export class ConstantPad1d extends ConstantPadNd {
  constructor(padding: number | readonly number[], value: number) {
    super('ConstantPad1d', 1, padding, value);
  }
}

/**
 * Adds a constant around the last two dimensions: `padding` on every side, or `[left, right, top, bottom]`; negative padding crops.
 *
 * Shapes: `(…, H, W) -> (…, top + H + bottom, left + W + right)`; any dimensions.
 *
 * @throws ArgumentError for padding that is not integers, and for a value that is not a number
 * @example new nn.ConstantPad2d([1, 2, 0, 3], 0.5)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad2d.html
 */
export class ConstantPad2d extends ConstantPadNd {
  constructor(padding: number | readonly number[], value: number) {
    super('ConstantPad2d', 2, padding, value);
  }
}

/**
 * Adds a constant around the last three dimensions: `padding` on every side, or `[left, right, top, bottom, front, back]`; negative padding crops.
 *
 * Shapes: `(…, D, H, W) -> (…, front + D + back, top + H + bottom, left + W + right)`; any dimensions.
 *
 * @throws ArgumentError for padding that is not integers, and for a value that is not a number
 * @example new nn.ConstantPad3d(1, 0.5)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad3d.html
 */
export class ConstantPad3d extends ConstantPadNd {
  constructor(padding: number | readonly number[], value: number) {
    super('ConstantPad3d', 3, padding, value);
  }
}

/**
 * Mirrors the image at its outermost elements, without repeating them, at both ends of the last dimension: `padding` on every side, or `[left, right]`.
 *
 * Shapes: `(…, W) -> (…, left + W + right)`; `(C, W)` or `(N, C, W)`.
 *
 * @throws ArgumentError for negative padding
 * @example new nn.ReflectionPad1d(1)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad1d.html
 */
export class ReflectionPad1d extends PadNd {
  constructor(padding: number | readonly number[]) {
    super('ReflectionPad1d', 1, 'reflect', padding);
  }
}

/**
 * Mirrors the image at its outermost elements, without repeating them, around the last two dimensions: `padding` on every side, or `[left, right, top, bottom]`.
 *
 * Shapes: `(…, H, W) -> (…, top + H + bottom, left + W + right)`; `(C, H, W)` or `(N, C, H, W)`.
 *
 * @throws ArgumentError for negative padding
 * @example new nn.ReflectionPad2d([1, 2, 0, 3])
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad2d.html
 */
export class ReflectionPad2d extends PadNd {
  constructor(padding: number | readonly number[]) {
    super('ReflectionPad2d', 2, 'reflect', padding);
  }
}

/**
 * Mirrors the image at its outermost elements, without repeating them, around the last three dimensions: `padding` on every side, or `[left, right, top, bottom, front, back]`.
 *
 * Shapes: `(…, D, H, W) -> (…, front + D + back, top + H + bottom, left + W + right)`; `(C, D, H, W)` or `(N, C, D, H, W)`.
 *
 * @throws ArgumentError for negative padding
 * @example new nn.ReflectionPad3d(1)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad3d.html
 */
export class ReflectionPad3d extends PadNd {
  constructor(padding: number | readonly number[]) {
    super('ReflectionPad3d', 3, 'reflect', padding);
  }
}

/**
 * Repeats the outermost elements at both ends of the last dimension: `padding` on every side, or `[left, right]`.
 *
 * Shapes: `(…, W) -> (…, left + W + right)`; `(C, W)` or `(N, C, W)`.
 *
 * @throws ArgumentError for negative padding
 * @example new nn.ReplicationPad1d(1)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad1d.html
 */
export class ReplicationPad1d extends PadNd {
  constructor(padding: number | readonly number[]) {
    super('ReplicationPad1d', 1, 'replicate', padding);
  }
}

/**
 * Repeats the outermost elements around the last two dimensions: `padding` on every side, or `[left, right, top, bottom]`.
 *
 * Shapes: `(…, H, W) -> (…, top + H + bottom, left + W + right)`; `(C, H, W)` or `(N, C, H, W)`.
 *
 * @throws ArgumentError for negative padding
 * @example new nn.ReplicationPad2d([1, 2, 0, 3])
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad2d.html
 */
export class ReplicationPad2d extends PadNd {
  constructor(padding: number | readonly number[]) {
    super('ReplicationPad2d', 2, 'replicate', padding);
  }
}

/**
 * Repeats the outermost elements around the last three dimensions: `padding` on every side, or `[left, right, top, bottom, front, back]`.
 *
 * Shapes: `(…, D, H, W) -> (…, front + D + back, top + H + bottom, left + W + right)`; `(C, D, H, W)` or `(N, C, D, H, W)`.
 *
 * @throws ArgumentError for negative padding
 * @example new nn.ReplicationPad3d(1)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad3d.html
 */
export class ReplicationPad3d extends PadNd {
  constructor(padding: number | readonly number[]) {
    super('ReplicationPad3d', 3, 'replicate', padding);
  }
}
