/** Checks that many functions share. Each names the function, the argument, what was expected and what came. */
import { ArgumentError, DTypeError } from '../errors.js';
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
