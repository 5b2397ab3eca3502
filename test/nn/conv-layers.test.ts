/** Convolution layers in all dimensions. */
import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../lib/errors.js';
import * as nn from '../../lib/nn/index.js';
import { manualSeed } from '../../lib/random/index.js';
import { zeros } from '../../lib/tensor/create.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

/** The module that an expression of the fixture makes. */
function build(expression: string): nn.Module {
  return new Function('nn', `return ${expression}`)(nn);
}

interface Case {
  expression: string;
  repr: string;
  state: Record<string, RecordedTensor>;
  input: RecordedTensor;
  output: RecordedTensor;
}

describe('layers equal PyTorch: their parameters from the seed on, what they print and what they compute', () => {
  test.each(readFixture<Case[]>('nn_conv'))('$expression', ({ expression, repr, state, input, output }) => {
    manualSeed(0);
    const layer = build(expression);
    expect(String(layer)).toBe(repr);
    const drawn = layer.stateDict();
    expect([...drawn.keys()]).toEqual(Object.keys(state));
    for (const [key, recorded] of Object.entries(state))
      expect(relativeError(drawn.get(key) as never, toTensor(recorded))).toBe(0);
    expect(relativeError(layer.forward(toTensor(input)).contiguous(), toTensor(output))).toBeLessThan(1e-6);
  });
});

describe('outputSize of transposed convolutions', () => {
  const layer = new nn.ConvTranspose2d(2, 3, 3, { stride: 2, padding: 1 });
  const x = zeros([1, 2, 4, 5]);

  test.each([[[7, 9]], [[8, 10]], [[7, 10]], [[1, 3, 8, 9]]])('%j is kept', (size) => {
    expect(layer.forward(x, size).shape).toEqual([1, 3, ...size.slice(-2)]);
    expect(layer.forward(x.squeeze(0), size.slice(-2)).shape).toEqual([3, ...size.slice(-2)]);
  });

  test.each([[[6, 9]], [[7, 11]], [[7]], [[3, 7, 9]], [7]])('%j is refused', (size) => {
    expect(() => layer.forward(x, size as never)).toThrow(/ConvTranspose2d: outputSize must be/);
  });

  test('a layer that leaves it out has its own', () => {
    expect(layer.forward(x).shape).toEqual([1, 3, 7, 9]);
  });
});

describe('wrong arguments', () => {
  test.each([
    'new nn.Conv1d(1, 1, [1, 1])',
    'new nn.Conv1d(1, 1, 3, { padding: [1, 1] })',
    "new nn.Conv1d(1, 1, 3, { padding: 'same', stride: 2 })",
    'new nn.Conv1d(1, 1, 3, { outputPadding: 1 })',
    'new nn.Conv3d(1, 1, [3, 3])',
    'new nn.Conv3d(1, 1, 3, { stride: [1, 1] })',
    'new nn.Conv3d(1, 2, 3, { groups: 2 })',
    "new nn.Conv3d(1, 1, 3, { paddingMode: 'constant' })",
    'new nn.Conv3d(1, 1)',
    "new nn.ConvTranspose2d(1, 1, 3, { padding: 'same' })",
    "new nn.ConvTranspose2d(1, 1, 3, { paddingMode: 'reflect' })",
    'new nn.ConvTranspose2d(1, 1, 3, { outputPadding: -1 })',
    'new nn.ConvTranspose3d(3, 2, 3, { groups: 2 })',
    'new nn.ConvTranspose1d(2, 3, 3, { groups: 2 })',
  ])('%s is refused', (expression) => {
    expect(() => build(expression)).toThrow(ArgumentError);
  });
});
