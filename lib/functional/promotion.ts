/** PyTorch's type promotion: which dtype an operation on operands of several dtypes has. */
import { ArgumentError, DTypeError } from '../errors.js';
import { type DType, elementSize, isFloatingPoint } from '../tensor/dtype.js';
import { Tensor } from '../tensor/tensor.js';

/** The second operand of arithmetic: a tensor, or one value for all elements. */
export type Operand = Tensor | number | boolean;

/**
 * The dtype that two operands have in common. A tensor of dimensions outweighs a 0-d one, and that a number, unless the
 * lighter one is of a higher kind (bool < integer < float). A whole number counts as an integer.
 *
 * @see https://pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc
 */
export function resultType(a: Tensor, b: Operand): DType {
  if (!(b instanceof Tensor)) return dominate(a.dtype, numberType(b));
  if (a.dtype === b.dtype) return a.dtype;
  if (a.ndim > 0 && b.ndim === 0) return dominate(a.dtype, b.dtype);
  if (a.ndim === 0 && b.ndim > 0) return dominate(b.dtype, a.dtype);
  return promoteTypes(a.dtype, b.dtype);
}

/** The smallest dtype that holds the values of both: int64 and float16 → float16, int8 and uint8 → int16. */
export function promoteTypes(a: DType, b: DType): DType {
  if (a === b) return a;
  if (kind(a) !== kind(b)) return kind(a) > kind(b) ? a : b;
  const [small, large] = elementSize(a) < elementSize(b) ? [a, b] : [b, a];
  if (elementSize(small) < elementSize(large)) return large;
  return isFloatingPoint(a) ? 'float32' : 'int16';
}

/** The dtype in which the kernels compute for a dtype; the result is converted back. */
export function computeType(dtype: DType): 'float32' | 'float64' | 'int64' {
  if (dtype === 'float64') return 'float64';
  return isFloatingPoint(dtype) ? 'float32' : 'int64';
}

/** A dtype for functions that have no integer results: integers and bool become float32. */
export function floatType(dtype: DType): DType {
  return isFloatingPoint(dtype) ? dtype : 'float32';
}

/** @throws DTypeError when a result of dtype `from` must not be written over a tensor of dtype `to` */
export function checkCast(where: string, from: DType, to: DType): void {
  if (kind(from) > kind(to))
    throw new DTypeError(where, 'input', `able to hold the result, which is ${from}`, to);
}

/** @throws ArgumentError unless `value` is an {@link Operand} */
export function checkOperand(where: string, argument: string, value: unknown): asserts value is Operand {
  if (!(value instanceof Tensor) && typeof value !== 'number' && typeof value !== 'boolean')
    throw new ArgumentError(where, argument, 'a Tensor, a number or a boolean', value);
}

/** The heavier operand's dtype, unless the lighter one is of a higher kind. */
function dominate(heavy: DType, light: DType): DType {
  return kind(light) > kind(heavy) ? promoteTypes(heavy, light) : heavy;
}

/** @internal The dtype that a number counts as. */
export function numberType(value: number | boolean): DType {
  if (typeof value === 'boolean') return 'bool';
  return Number.isSafeInteger(value) ? 'int64' : 'float32';
}

function kind(dtype: DType): number {
  if (dtype === 'bool') return 0;
  return isFloatingPoint(dtype) ? 2 : 1;
}
