/** Layers without parameters that look at windows of their input: pooling, padding, resizing and shuffling. */
import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../lib/errors.js';
import * as nn from '../../lib/nn/index.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

/** The module that an expression of the fixture makes. */
function build(expression: string): nn.Module {
  return new Function('nn', `return ${expression}`)(nn);
}

interface Case {
  expression: string;
  repr: string;
  input: RecordedTensor;
  output: RecordedTensor | RecordedTensor[];
}

const cases = readFixture<Case[]>('nn_windows');

test.each(cases)('$expression equals PyTorch', ({ expression, input, output }) => {
  const actual = [build(expression).forward(toTensor(input))].flat() as Tensor[];
  const expected = [output].flat();
  expect(actual.length).toBe(expected.length);
  for (const [i, recorded] of expected.entries())
    expect(relativeError((actual[i] as Tensor).contiguous(), toTensor(recorded))).toBeLessThan(1e-5);
});

test.each(cases)('$expression prints as in PyTorch', ({ expression, repr }) => {
  expect(String(build(expression))).toBe(repr);
});

describe('wrong arguments', () => {
  test.each([
    "new nn.ZeroPad2d('1')",
    'new nn.ZeroPad2d([1, 2])',
    'new nn.ConstantPad1d(1)',
    'new nn.ReplicationPad1d(0.5)',
    'new nn.PixelShuffle(0)',
    'new nn.PixelUnshuffle()',
    'new nn.ChannelShuffle(1.5)',
  ])('%s is refused', (expression) => {
    expect(() => build(expression)).toThrow(ArgumentError);
  });
});
