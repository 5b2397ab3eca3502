/** The layers that resize. */
import { expect, test } from 'vitest';
import { ArgumentError } from '../../lib/errors.js';
import * as nn from '../../lib/nn/index.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

interface Case {
  expression: string;
  repr: string;
  inputs: [RecordedTensor];
  output: RecordedTensor;
}

const build = (expression: string) => new Function('nn', `return ${expression}`)(nn) as nn.Module;

test.each(readFixture<Case[]>('nn_upsample'))('$expression equals PyTorch and prints as there', (given) => {
  const layer = build(given.expression);
  expect(relativeError(layer.forward(toTensor(given.inputs[0])), toTensor(given.output))).toBeLessThan(1e-5);
  expect(String(layer)).toBe(given.repr);
});

test.each([
  'new nn.Upsample()',
  'new nn.Upsample({})',
  "new nn.Upsample({ size: 2, mode: 'cubic' })",
  'new nn.Upsample({ size: 2, alignCorners: true })',
  'new nn.Upsample({ size: 2, scale_factor: 2 })',
  'new nn.UpsamplingNearest2d({})',
  'new nn.UpsamplingBilinear2d({ size: 2, scaleFactor: 2 })',
])('%s is refused', (expression) => {
  expect(() => build(expression)).toThrow(ArgumentError);
});
