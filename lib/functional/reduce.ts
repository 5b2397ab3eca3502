/** Sums, products, means and logical reductions. */
import { DTypeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import { isFloatingPoint } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { to } from './copy.js';
import { computeType } from './promotion.js';
import { type Dims, planReduction, type ReduceOptions } from './reduction.js';

/**
 * The sum over one dimension, several, or all. Floats are added up in double precision; integers and bool give int64.
 *
 * @param input any tensor
 * @param dim what to sum over; default: everything
 * @throws ArgumentError for a dimension that is not there or named twice
 * @example sum(ones([2, 3]), 1) // [3, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.sum.html
 */
export function sum(input: Tensor, dim?: Dims, options: ReduceOptions = {}): Tensor {
  checkTensor('sum', 'input', input);
  const result = isFloatingPoint(input.dtype) ? input.dtype : 'int64';
  return to(reduce('sum', 'sum', to(input, computeType(input.dtype)), dim, options), result);
}

/**
 * The product over one dimension, or all; 1 over nothing. Integers and bool give int64.
 *
 * @param input any tensor
 * @param dim what to multiply over; default: everything
 * @example prod(tensor([2, 3, 4])) // 24
 * @see https://pytorch.org/docs/stable/generated/torch.prod.html
 */
export function prod(input: Tensor, dim?: number, options: ReduceOptions = {}): Tensor {
  checkTensor('prod', 'input', input);
  const result = isFloatingPoint(input.dtype) ? input.dtype : 'int64';
  return to(reduce('prod', 'prod', to(input, computeType(input.dtype)), dim, options), result);
}

/**
 * The mean over one dimension, several, or all; NaN over nothing. Floats are added up in double precision.
 *
 * @param input a tensor of floats
 * @param dim what to average over; default: everything
 * @throws DTypeError for integers and bool
 * @see https://pytorch.org/docs/stable/generated/torch.mean.html
 */
export function mean(input: Tensor, dim?: Dims, options: ReduceOptions = {}): Tensor {
  checkTensor('mean', 'input', input);
  if (!isFloatingPoint(input.dtype))
    throw new DTypeError('mean', 'input', `floating point (see to('float32'))`, input.dtype);
  return to(reduce('mean', 'mean', to(input, computeType(input.dtype)), dim, options), input.dtype);
}

/**
 * Whether all elements are true (not 0), over one dimension, several, or everything; true over nothing.
 *
 * @returns a bool tensor, or uint8 for uint8
 * @example all(eq(x, y)).item()
 * @see https://pytorch.org/docs/stable/generated/torch.all.html
 */
export function all(input: Tensor, dim?: Dims, options: ReduceOptions = {}): Tensor {
  checkTensor('all', 'input', input);
  return logical('all', input, dim, options);
}

/**
 * Whether any element is true (not 0), over one dimension, several, or everything; false over nothing.
 *
 * @returns a bool tensor, or uint8 for uint8
 * @see https://pytorch.org/docs/stable/generated/torch.any.html
 */
export function any(input: Tensor, dim?: Dims, options: ReduceOptions = {}): Tensor {
  checkTensor('any', 'input', input);
  return logical('any', input, dim, options);
}

function logical(op: 'all' | 'any', input: Tensor, dim: Dims, options: ReduceOptions): Tensor {
  const result = reduce(op, op, to(input, 'bool'), dim, options);
  return input.dtype === 'uint8' ? to(result, 'uint8') : result;
}

/** @internal One native reduction; the dtype of `input` is one that kernels compute in. */
export function reduce(where: string, op: string, input: Tensor, dim: Dims, options: ReduceOptions): Tensor {
  const { source, dims, shape } = planReduction(where, input, dim, options);
  return dispatch(op, { dims }, [source], [{ shape, dtype: source.dtype }])[0];
}
