/** The pooling layers. */
import { describe, expect, expectTypeOf, test } from 'vitest';
import { ArgumentError } from '../../lib/errors.js';
import * as nn from '../../lib/nn/index.js';
import { zeros } from '../../lib/tensor/create.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

/** The module that an expression of the fixture makes. */
function build(expression: string): nn.Module {
  return new Function('nn', `return ${expression}`)(nn);
}

interface Case {
  expression: string;
  repr: string;
  inputs: RecordedTensor[];
  output: RecordedTensor | RecordedTensor[];
}

const cases = readFixture<Case[]>('nn_pooling');

test.each(cases)('$expression equals PyTorch', ({ expression, inputs, output }) => {
  const actual = [build(expression).forward(...inputs.map(toTensor))].flat() as Tensor[];
  const expected = [output].flat();
  expect(actual.length).toBe(expected.length);
  for (const [i, recorded] of expected.entries())
    expect(relativeError(actual[i] as Tensor, toTensor(recorded))).toBeLessThan(1e-5);
});

test.each(cases)('$expression prints as in PyTorch', ({ expression, repr }) => {
  expect(String(build(expression))).toBe(repr);
});

test('the type of the output follows returnIndices', () => {
  const pool = new nn.MaxPool2d(2, { returnIndices: true });
  expectTypeOf(pool.forward(zeros([1, 2, 2]))).toEqualTypeOf<[output: Tensor, indices: Tensor]>();
  expectTypeOf(new nn.MaxPool2d(2).forward(zeros([1, 2, 2]))).toEqualTypeOf<Tensor>();
  expectTypeOf<nn.AdaptiveMaxPool2d>().toHaveProperty('forward').returns.toEqualTypeOf<Tensor>();
});

test('unpooling takes the shape that the pooling had', () => {
  const x = zeros([2, 1, 5, 7]);
  const [output, indices] = new nn.MaxPool2d(2, { returnIndices: true }).forward(x);
  expect(new nn.MaxUnpool2d(2).forward(output, indices, x.shape).shape).toEqual([2, 1, 5, 7]);
});

describe('wrong arguments', () => {
  test.each([
    'new nn.MaxPool1d()',
    'new nn.MaxPool1d([2, 2])',
    'new nn.MaxPool2d(2, { padding: [0, 0, 1, 1] })',
    'new nn.MaxPool3d(2, { returnIndices: 1 })',
    'new nn.AvgPool1d(2, { divisorOverride: 2 })',
    'new nn.AvgPool2d(2, { dilation: 2 })',
    'new nn.AvgPool3d(2, { divisorOverride: 0 })',
    "new nn.LPPool1d('2', 2)",
    'new nn.LPPool2d(2, 2, { stride: 0 })',
    'new nn.AdaptiveAvgPool1d(0)',
    'new nn.AdaptiveAvgPool3d([1, 1])',
    'new nn.AdaptiveMaxPool2d()',
    'new nn.AdaptiveMaxPool2d(1, { returnIndices: null })',
    'new nn.MaxUnpool1d(0)',
    'new nn.MaxUnpool2d(2, { outputSize: [4, 4] })',
  ])('%s is refused', (expression) => {
    expect(() => build(expression)).toThrow(ArgumentError);
  });
});
