/** Unfold, Fold, Unflatten and Bilinear. */
import { describe, expect, test } from 'vitest';
import { ArgumentError, ShapeError } from '../../lib/errors.js';
import { unflatten } from '../../lib/functional/index.js';
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
  inputs: RecordedTensor[];
  output: RecordedTensor;
}

describe('layers equal PyTorch: their parameters from the seed on, what they print and what they compute', () => {
  test.each(readFixture<Case[]>('nn_blocks'))(
    '$expression',
    ({ expression, repr, state, inputs, output }) => {
      manualSeed(0);
      const layer = build(expression);
      expect(String(layer)).toBe(repr);
      const drawn = layer.stateDict();
      expect([...drawn.keys()]).toEqual(Object.keys(state));
      for (const [key, recorded] of Object.entries(state))
        expect(relativeError(drawn.get(key) as never, toTensor(recorded))).toBe(0);
      const actual = layer.forward(...inputs.map(toTensor)).contiguous();
      expect(relativeError(actual, toTensor(output))).toBeLessThan(1e-6);
    },
  );
});

describe('unflatten', () => {
  test('is a view, of empty dimensions too', () => {
    const x = zeros([3, 4]);
    expect(x.unflatten(1, [2, -1]).fill_(1).shape).toEqual([3, 2, 2]);
    expect(x.sum().item()).toBe(12);
    expect(unflatten(zeros([3, 0]), 1, [0, 2]).shape).toEqual([3, 0, 2]);
    expect(unflatten(zeros([4, 3]), -2, [4]).shape).toEqual([4, 3]);
  });

  test.each([
    [1, [3, 2], ShapeError],
    [1, [3, -1], ShapeError],
    [1, [0, -1], ShapeError],
    [1, [], ArgumentError],
    [1, [-1, -1], ArgumentError],
    [1, [1.5], ArgumentError],
    [1, 4, ArgumentError],
    [2, [4], ArgumentError],
  ])('of dimension %j into %j is refused', (dim, sizes, error) => {
    expect(() => unflatten(zeros([3, 4]), dim, sizes as never)).toThrow(error);
  });
});

describe('wrong arguments', () => {
  test.each([
    'new nn.Unfold()',
    'new nn.Unfold([1, 2, 3])',
    'new nn.Unfold(2, { stride: 0 })',
    'new nn.Unfold(2, { outputSize: 1 })',
    'new nn.Fold(4)',
    'new nn.Fold(0, 2)',
    'new nn.Unflatten(1, 4)',
    "new nn.Unflatten('C', [2, 2])",
    'new nn.Bilinear(0, 1, 1)',
    'new nn.Bilinear(1, 1)',
    'new nn.Bilinear(1, 1, 1, false)',
  ])('%s is refused', (expression) => {
    expect(() => build(expression)).toThrow(ArgumentError);
  });
});
