/** Checks that many functions share. Each names the function, the argument, what was expected and what came. */
import { ArgumentError, DTypeError, ShapeError } from '../errors.js';
import { Tensor } from '../tensor/tensor.js';

/** @throws ArgumentError unless `value` is a Tensor */
export function checkTensor(where: string, argument: string, value: unknown): asserts value is Tensor {
  if (!(value instanceof Tensor)) throw new ArgumentError(where, argument, 'a Tensor', value);
}

/** @throws ArgumentError unless `value` is a Tensor, DTypeError unless it is float32 */
export function checkFloat32(where: string, argument: string, value: unknown): asserts value is Tensor {
  checkTensor(where, argument, value);
  if (value.dtype !== 'float32')
    throw new DTypeError(where, argument, `float32 (see to('float32'))`, value.dtype);
}

/** @throws ArgumentError unless `value` is an integer of at least `least` that kernels can count with */
export function checkInteger(
  where: string,
  argument: string,
  value: unknown,
  least: number,
): asserts value is number {
  if (!isInteger(value, least)) {
    throw new ArgumentError(where, argument, `an integer of at least ${least}`, value);
  }
}

/** A size in one dimension. */
export type Size1d = number | readonly [length: number];

/** One size for both dimensions, or `[height, width]`. */
export type Size2d = number | readonly [height: number, width: number];

/** One size for all three dimensions, or `[depth, height, width]`. */
export type Size3d = number | readonly [depth: number, height: number, width: number];

/** @throws ArgumentError unless `value` is a number, infinite ones included */
export function checkNumber(where: string, argument: string, value: unknown): asserts value is number {
  if (typeof value !== 'number' || Number.isNaN(value))
    throw new ArgumentError(where, argument, 'a number', value);
}

/** An option that is one number for both dimensions or a pair `[height, width]`, as a pair. */
export function toPair(where: string, argument: string, value: unknown, least: number): [number, number] {
  return toSizes(where, argument, value, 2, least) as [number, number];
}

const SIZES = ['', '[length]', 'two [height, width]', 'three [depth, height, width]'];

/** An option that is one number for all of `dims` dimensions (one to three) or a list with one for each, as a list. */
export function toSizes(
  where: string,
  argument: string,
  value: unknown,
  dims: number,
  least: number,
): number[] {
  if (isInteger(value, least)) return new Array(dims).fill(value);
  if (isIntegers(value, dims, least)) return [...value];
  throw new ArgumentError(where, argument, `an integer of at least ${least}, or ${SIZES[dims]}`, value);
}

/** Whether `value` is a list of `length` integers of at least `least`. */
export function isIntegers(value: unknown, length: number, least: number): value is number[] {
  return Array.isArray(value) && value.length === length && value.every((item) => isInteger(item, least));
}

function isInteger(value: unknown, least: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= 0x7fffffff;
}

/** @throws ShapeError unless the tensor has one of these ranks; `layout` names its dimensions */
export function checkRank(
  where: string,
  argument: string,
  tensor: Tensor,
  ranks: readonly number[],
  layout: string,
): void {
  if (!ranks.includes(tensor.ndim)) {
    throw new ShapeError(where, `${argument} must be ${layout}, received shape [${tensor.shape.join(', ')}]`);
  }
}

/** @throws ShapeError unless `bias` is a float32 vector with an element for each output of `weight` */
export function checkBias(where: string, bias: unknown, outputs: number, weight: Tensor): void {
  checkFloat32(where, 'bias', bias);
  if (bias.ndim !== 1 || bias.shape[0] !== outputs) {
    throw new ShapeError(
      where,
      `bias must have shape [${outputs}] for weight of shape [${weight.shape.join(', ')}], ` +
        `received shape [${bias.shape.join(', ')}]`,
    );
  }
}

/** Padding of one dimension: the same at both ends, or `[left, right]`. */
export type Padding1d = number | readonly [length: number] | readonly [left: number, right: number];

/** Padding around an image: the same on all sides, `[height, width]`, or `[top, left, bottom, right]`. */
export type Padding2d =
  | number
  | readonly [height: number, width: number]
  | readonly [top: number, left: number, bottom: number, right: number];

/**
 * Padding around a volume: the same on all sides, `[depth, height, width]`, or
 * `[front, top, left, back, bottom, right]`.
 */
export type Padding3d =
  | number
  | readonly [depth: number, height: number, width: number]
  | readonly [front: number, top: number, left: number, back: number, bottom: number, right: number];

/**
 * Any form of padding as `[top, left, bottom, right]`.
 *
 * @param others what else the caller takes, for the message
 */
export function toPadding(
  where: string,
  argument: string,
  value: unknown,
  others = '',
): [number, number, number, number] {
  return toSides(where, argument, value, 2, others) as [number, number, number, number];
}

const SIDES = [
  '',
  '[length], [left, right]',
  '[height, width], [top, left, bottom, right]',
  '[depth, height, width], [front, top, left, back, bottom, right]',
];

/** Any form of padding of `dims` dimensions as a list: before each dimension, then behind each. */
export function toSides(
  where: string,
  argument: string,
  value: unknown,
  dims: number,
  others = '',
): number[] {
  if (isInteger(value, 0)) return new Array(2 * dims).fill(value);
  if (isIntegers(value, dims, 0)) return [...value, ...value];
  if (isIntegers(value, 2 * dims, 0)) return [...value];
  throw new ArgumentError(where, argument, `an integer of at least 0, ${SIDES[dims]}${others}`, value);
}

/** @throws ArgumentError unless `value` is true or false */
export function checkBoolean(where: string, argument: string, value: unknown): asserts value is boolean {
  if (typeof value !== 'boolean') throw new ArgumentError(where, argument, 'true or false', value);
}

/** @throws ArgumentError unless `options` is an object whose keys are all known: a misspelt one would go unnoticed */
export function checkOptions(where: string, options: unknown, names: readonly string[]): void {
  const expected = `an object with any of ${names.join(', ')}`;
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new ArgumentError(where, 'options', expected, options);
  for (const name of Object.keys(options)) {
    if (!names.includes(name)) throw new ArgumentError(where, 'options', expected, [name]);
  }
}

const IMAGES = ['', '(N, C, L) or (C, L)', '(N, C, H, W) or (C, H, W)', '(N, C, D, H, W) or (C, D, H, W)'];

/**
 * Checks a float32 batch of images (N, C, H, W) or one image (C, H, W), or the same with one or three dimensions instead
 * of two. The batch may be empty, an image may not.
 *
 * @throws ArgumentError, DTypeError or ShapeError otherwise
 */
export function checkImages(
  where: string,
  argument: string,
  value: unknown,
  dims = 2,
): asserts value is Tensor {
  checkFloat32(where, argument, value);
  const layout = IMAGES[dims] as string;
  checkRank(where, argument, value, [dims + 1, dims + 2], layout);
  if (value.shape.slice(-dims - 1).includes(0)) {
    const sizes = ['', 'C and L', 'C, H and W', 'C, D, H and W'][dims];
    const received = `received shape [${value.shape.join(', ')}]`;
    throw new ShapeError(where, `${argument} must be ${layout} with ${sizes} of at least 1, ${received}`);
  }
}
