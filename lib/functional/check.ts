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
