/** Running sums and products. */
import { dispatch } from '../runtime/dispatch.js';
import { isFloatingPoint } from '../tensor/dtype.js';
import { normalizeDim } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { to } from './copy.js';
import { computeType } from './promotion.js';

/**
 * The sums of the elements up to and with each one along a dimension. Floats are added up in double precision; integers
 * and bool give int64.
 *
 * `y[i] = x[0] + … + x[i]`
 *
 * @param input any tensor
 * @returns the shape of the input
 * @throws ArgumentError for a dimension that is not there
 * @example cumsum(tensor([1, 2, 3]), 0) // [1, 3, 6]
 * @see https://pytorch.org/docs/stable/generated/torch.cumsum.html
 */
export function cumsum(input: Tensor, dim: number): Tensor {
  return scan('cumsum', input, dim);
}

/** The products up to and with each element, as {@link cumsum}. */
export function cumprod(input: Tensor, dim: number): Tensor {
  return scan('cumprod', input, dim);
}

function scan(op: string, input: Tensor, dim: number): Tensor {
  checkTensor(op, 'input', input);
  const d = normalizeDim(op, dim, input.ndim);
  const source = to(input, computeType(input.dtype));
  const dims = input.ndim === 0 ? [] : [d];
  const spec = { shape: input.shape, dtype: source.dtype };
  const result = dispatch(op, { dims }, [source], [spec])[0];
  return isFloatingPoint(input.dtype) ? to(result, input.dtype) : result;
}
