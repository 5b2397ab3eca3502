/** Numbers recorded from PyTorch, and the project's error bound. */
import { readFileSync } from 'node:fs';
import type { DType } from '../../lib/tensor/dtype.js';
import { Tensor } from '../../lib/tensor/tensor.js';

/** A tensor as `test/fixtures/fixture.py` writes it: non-finite numbers are the strings "nan", "inf" and "-inf". */
export interface RecordedTensor {
  dtype: DType;
  shape: number[];
  data: (number | string)[];
}

/** The JSON that `test/fixtures/<name>.py` wrote. */
export function readFixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8')) as T;
}

/** A recorded tensor as a Tensor. */
export function toTensor(recorded: RecordedTensor): Tensor {
  const tensor = Tensor.empty(recorded);
  const numbers = recorded.data.map((value) =>
    typeof value === 'string' ? Number(value.replace('inf', 'Infinity')) : value,
  );
  const { data } = tensor;
  if (data instanceof BigInt64Array) data.set(numbers.map(BigInt));
  else data.set(numbers);
  return tensor;
}

/**
 * The largest absolute difference over the largest magnitude of `expected`; infinity where shapes differ, or where one
 * is NaN or infinite and the other is not the same.
 */
export function relativeError(actual: Tensor, expected: Tensor): number {
  if (`${actual.shape}` !== `${expected.shape}` || actual.dtype !== expected.dtype)
    return Number.POSITIVE_INFINITY;
  const a = actual.data;
  const b = expected.data;
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < b.length; i++) {
    const x = Number(a[i]);
    const y = Number(b[i]);
    if (Number.isFinite(x) && Number.isFinite(y)) {
      difference = Math.max(difference, Math.abs(x - y));
      largest = Math.max(largest, Math.abs(y));
    } else if (!Object.is(x, y)) {
      return Number.POSITIVE_INFINITY;
    }
  }
  return difference === 0 ? 0 : difference / largest;
}
