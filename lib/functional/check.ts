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

/** An option that is one number for both dimensions or a pair `[height, width]`, as a pair. */
export function toPair(where: string, argument: string, value: unknown, least: number): [number, number] {
  if (isInteger(value, least)) return [value, value];
  if (isIntegers(value, 2, least)) return [value[0] as number, value[1] as number];
  throw new ArgumentError(where, argument, `an integer of at least ${least}, or two [height, width]`, value);
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

/** Padding around an image: the same on all sides, `[height, width]`, or `[top, left, bottom, right]`. */
export type Padding2d =
  | number
  | readonly [height: number, width: number]
  | readonly [top: number, left: number, bottom: number, right: number];

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
  if (isInteger(value, 0)) return [value, value, value, value];
  if (isIntegers(value, 2, 0) || isIntegers(value, 4, 0)) {
    const [top, left, bottom = top, right = left] = value as [number, number, number?, number?];
    return [top, left, bottom, right];
  }
  const expected = `an integer of at least 0, [height, width], [top, left, bottom, right]${others}`;
  throw new ArgumentError(where, argument, expected, value);
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

/**
 * Checks a float32 batch of images (N, C, H, W) or one image (C, H, W). The batch may be empty, an image may not.
 *
 * @throws ArgumentError, DTypeError or ShapeError otherwise
 */
export function checkImages(where: string, argument: string, value: unknown): asserts value is Tensor {
  checkFloat32(where, argument, value);
  const layout = '(N, C, H, W) or (C, H, W)';
  checkRank(where, argument, value, [3, 4], layout);
  if (value.shape.slice(-3).includes(0)) {
    const received = `received shape [${value.shape.join(', ')}]`;
    throw new ShapeError(where, `${argument} must be ${layout} with C, H and W of at least 1, ${received}`);
  }
}
