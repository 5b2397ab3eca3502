/** Whether tensors are the same. */
import { ArgumentError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { add, eq, le, lt, maximum, mul, ne, sub } from './arithmetic.js';
import { checkTensor } from './check.js';
import { to } from './copy.js';
import { abs } from './elementwise.js';
import { all } from './reduce.js';
import { item } from './values.js';

/**
 * Whether two tensors have the same shape and the same elements. NaN equals nothing.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.equal.html
 */
export function equal(input: Tensor, other: Tensor): boolean {
  checkTensor('equal', 'input', input);
  checkTensor('equal', 'other', other);
  const sameShape = input.ndim === other.ndim && input.shape.every((size, d) => size === other.shape[d]);
  return sameShape && item<boolean>(all(eq(input, other)));
}

/** What {@link allClose} takes. */
export interface AllCloseOptions {
  /** How far apart values may be relative to `other`; default 1e-5. */
  rtol?: number;
  /** How far apart values may be in any case; default 1e-8. */
  atol?: number;
  /** Whether NaN is close to NaN; default false. */
  equalNan?: boolean;
}

/**
 * Whether `|input - other| <= atol + rtol * |other|` everywhere. An infinity is close to itself only.
 *
 * @param input any tensor; shapes broadcast
 * @throws ShapeError when the shapes do not broadcast
 * @see https://pytorch.org/docs/stable/generated/torch.allclose.html
 */
export function allClose(input: Tensor, other: Tensor, options: AllCloseOptions = {}): boolean {
  checkTensor('allClose', 'input', input);
  checkTensor('allClose', 'other', other);
  const { rtol = 1e-5, atol = 1e-8, equalNan = false } = options ?? {};
  checkTolerance('rtol', rtol);
  checkTolerance('atol', atol);
  if (typeof equalNan !== 'boolean') throw new ArgumentError('allClose', 'equalNan', 'a boolean', equalNan);
  const a = to(input, 'float64');
  const b = to(other, 'float64');
  const difference = abs(sub(a, b));
  const near = mul(le(difference, add(mul(abs(b), rtol), atol)), lt(difference, Number.POSITIVE_INFINITY));
  const close = maximum(eq(a, b), near);
  return item<boolean>(all(equalNan ? maximum(close, mul(ne(a, a), ne(b, b))) : close));
}

function checkTolerance(argument: string, value: unknown): void {
  if (typeof value !== 'number' || !(value >= 0))
    throw new ArgumentError('allClose', argument, 'a number of at least 0', value);
}
