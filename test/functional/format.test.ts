import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { type DType, type Tensor, tensor } from '../../lib/index.js';
import { type RecordedTensor, readFixture, toTensor } from '../support/fixtures.js';

interface Printed {
  shape: number[];
  dtype: DType;
  /** The distance between neighbours of a tensor that counts from 0, or false. */
  ramp: number | false;
  data: RecordedTensor | null;
  text: string;
}

function rebuild({ shape, dtype, ramp, data }: Printed): Tensor {
  if (data !== null) return toTensor(data).to(dtype);
  const length = shape.reduce((product, size) => product * size, 1);
  const values = Float64Array.from({ length }, (_, i) => i * Number(ramp));
  return tensor(values, { shape }).to(dtype);
}

test.each(readFixture<Printed[]>('format').map((printed, i) => [i, printed] as const))(
  'prints as PyTorch does (%i)',
  (_, printed) => {
    expect(rebuild(printed).toString()).toBe(printed.text);
  },
);

test('views, templates and console.log print the same', () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ]);
  expect(`${x.t()}`).toBe('tensor([[1., 3.],\n        [2., 4.]])');
  expect(inspect(x)).toBe(x.toString());
});
