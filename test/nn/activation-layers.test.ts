import { describe, expect, test } from 'vitest';
import { ArgumentError, ShapeError } from '../../lib/errors.js';
import * as nn from '../../lib/nn/index.js';
import { tensor, zeros } from '../../lib/tensor/create.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

const fixture = readFixture<{
  input: RecordedTensor;
  cases: {
    expression: string;
    text: string;
    state: Record<string, RecordedTensor>;
    output: RecordedTensor;
  }[];
}>('nn_activations');

function build(expression: string): nn.Module {
  return new Function('nn', `return ${expression}`)(nn);
}

describe.each(fixture.cases)('$expression', ({ expression, text, state, output }) => {
  test('prints and computes as in PyTorch, from the same parameters', () => {
    const layer = build(expression);
    const input = toTensor(fixture.input);
    expect(String(layer)).toBe(text);
    expect([...layer.stateDict().keys()]).toEqual(Object.keys(state));
    for (const [key, value] of layer.stateDict())
      expect(value.equal(toTensor(state[key] as RecordedTensor))).toBe(true);
    const actual = layer.forward(input);
    expect(relativeError(actual.contiguous(), toTensor(output))).toBeLessThan(1e-6);
    expect(actual === input).toBe(expression.includes('inplace: true'));
  });

  test('refuses what is no tensor, naming the layer', () => {
    const layer = build(expression);
    expect(() => layer.forward(null)).toThrow(expect.objectContaining({ layer: layer.constructor.name }));
  });
});

test('layers in place leave the rest of a tensor alone', () => {
  const x = tensor([-1, -2, -3]);
  new nn.ReLU({ inplace: true }).forward(x.slice(0, 1, 2));
  expect(x.toArray()).toEqual([-1, 0, -3]);
});

test('Softmax2d takes images only', () => {
  expect(() => new nn.Softmax2d().forward(zeros([2, 2]))).toThrow(ShapeError);
});

test.each([
  'new nn.CELU(true)',
  'new nn.ELU({ inplace: 1 })',
  "new nn.GELU('tanh')",
  'new nn.GLU(0.5)',
  'new nn.Hardtanh({ minVal: 1, maxVal: 1 })',
  'new nn.LeakyReLU({}, { inplace: true })',
  'new nn.LeakyReLU(NaN)',
  'new nn.PReLU(0)',
  'new nn.ReLU6(true)',
  'new nn.SiLU({ inPlace: true })',
  "new nn.Softplus({ beta: '1' })",
  'new nn.Threshold(1)',
])('%s is refused', (expression) => {
  expect(() => build(expression)).toThrow(ArgumentError);
});
