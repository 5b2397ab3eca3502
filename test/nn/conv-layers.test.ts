/** Convolution layers in all dimensions. */
import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../lib/errors.js';
import * as nn from '../../lib/nn/index.js';
import { manualSeed } from '../../lib/random/index.js';
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
  ])('%s is refused', (expression) => {
    expect(() => build(expression)).toThrow(ArgumentError);
  });
});
