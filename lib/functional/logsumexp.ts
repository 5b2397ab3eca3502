import { isFloatingPoint } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';
import { add, sub } from './arithmetic.js';
import { checkTensor } from './check.js';
import { to } from './copy.js';
import { exp, log } from './elementwise.js';
import { amax } from './extremum.js';
import { isinf } from './logical.js';
import { sum } from './reduce.js';
import { type Dims, planReduction, type ReduceOptions } from './reduction.js';
import { reshape } from './reshape.js';
import { maskedFill } from './where.js';

/**
 * The logarithm of the sum of the exponentials, which the largest element is taken out of, so that none overflows.
 *
 * `m + ln Σ e^(x - m)`, m the largest x
 *
 * @param input any tensor; integers and bool count as float32
 * @param dim one dimension or several
 * @returns the shape of the input without `dim`; -infinity over nothing
 * @throws ArgumentError for a dimension that is not there or named twice
 * @example logsumexp(logits, 1) // (N, C) -> (N)
 * @see https://pytorch.org/docs/stable/generated/torch.logsumexp.html
 */
export function logsumexp(input: Tensor, dim: Dims, options: ReduceOptions = {}): Tensor {
  checkTensor('logsumexp', 'input', input);
  const x = isFloatingPoint(input.dtype) ? input : to(input, 'float32');
  const { source, dims, shape } = planReduction('logsumexp', x, dim, options);
  if (dims.some((d) => source.shape[d] === 0)) return log(sum(x, dim, options));
  const largest = amax(x, dim, { keepdim: true });
  const shift = maskedFill(largest, isinf(largest), 0);
  return add(log(sum(exp(sub(x, shift)), dim, options)), reshape(shift, shape));
}
