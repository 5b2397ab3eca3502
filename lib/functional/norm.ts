/** Norms of vectors. */
import { ArgumentError, DTypeError, ShapeError } from '../errors.js';
import { isFloatingPoint } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';
import { ne, pow } from './arithmetic.js';
import { checkTensor } from './check.js';
import { to } from './copy.js';
import { abs } from './elementwise.js';
import { amax, amin } from './extremum.js';
import { computeType } from './promotion.js';
import { reduce, sum } from './reduce.js';
import { type Dims, planReduction, type ReduceOptions } from './reduction.js';

/**
 * The norm of the elements over one dimension, several, or all.
 *
 * `(Σ |x|^p)^(1/p)`; the largest `|x|` for infinity, the smallest for -infinity, the number of elements other than 0 for 0
 *
 * @param input a tensor of floats
 * @param p a number, or `'fro'`, which is 2 and the default
 * @param dim what to reduce; default: everything
 * @throws DTypeError for integers and bool; ShapeError for an infinite norm over nothing
 * @example norm(weight, 2, 1, { keepdim: true })
 * @see https://pytorch.org/docs/stable/generated/torch.norm.html
 */
export function norm(
  input: Tensor,
  p: number | 'fro' = 'fro',
  dim?: Dims,
  options: ReduceOptions = {},
): Tensor {
  if (p !== 'fro' && !isOrder(p)) throw new ArgumentError('norm', 'p', `a number or 'fro'`, p);
  const order = p === 'fro' ? 2 : p;
  return normOf('norm', input, order, dim, options);
}

/** {@link norm} by the name and the argument that `torch.linalg` gives it. */
export function vectorNorm(input: Tensor, ord = 2, dim?: Dims, options: ReduceOptions = {}): Tensor {
  if (!isOrder(ord)) throw new ArgumentError('vectorNorm', 'ord', 'a number', ord);
  return normOf('vectorNorm', input, ord, dim, options);
}

function normOf(where: string, input: Tensor, order: number, dim: Dims, options: ReduceOptions): Tensor {
  checkTensor(where, 'input', input);
  if (!isFloatingPoint(input.dtype))
    throw new DTypeError(where, 'input', `floating point (see to('float32'))`, input.dtype);
  const x = to(input, computeType(input.dtype));
  return to(evaluate(where, x, order, dim, options), input.dtype);
}

function evaluate(where: string, x: Tensor, order: number, dim: Dims, options: ReduceOptions): Tensor {
  if (order === 1) return reduce(where, 'l1', x, dim, options);
  if (order === 2) return reduce(where, 'l2', x, dim, options);
  const { source, dims } = planReduction(where, x, dim, options);
  if (order === 0) return to(sum(ne(x, 0), dim, options), x.dtype);
  if (Number.isFinite(order)) return pow(sum(pow(abs(x), order), dim, options), 1 / order);
  if (dims.some((d) => source.shape[d] === 0))
    throw new ShapeError(where, `nothing to choose from in shape [${x.shape.join(', ')}]`);
  return order > 0 ? amax(abs(x), dim, options) : amin(abs(x), dim, options);
}

function isOrder(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(value);
}
