/** Numbers recorded from PyTorch, and the project's error bound. */
import { readFileSync } from 'node:fs';
import type { DType } from '../../lib/tensor/dtype.js';
import { Tensor } from '../../lib/tensor/tensor.js';

export { relativeError } from './relative-error.js';

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
