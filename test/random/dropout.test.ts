import { describe, expect, test } from 'vitest';
import { ArgumentError, DTypeError, ShapeError } from '../../lib/errors.js';
import {
  alphaDropout,
  dropout,
  dropout1d,
  dropout2d,
  dropout3d,
  equal,
  featureAlphaDropout,
} from '../../lib/functional/index.js';
import * as nn from '../../lib/nn/index.js';
import { manualSeed, randn } from '../../lib/random/index.js';
import { ones, zeros } from '../../lib/tensor/create.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

const functions = { dropout, dropout1d, dropout2d, dropout3d, alphaDropout, featureAlphaDropout };
type Name = keyof typeof functions;

interface Case {
  name: Name;
  shape: number[];
  p: number;
  permuted: boolean;
  seed: number;
  output: RecordedTensor;
}

/** The input of a case, as PyTorch drew it after its seed. */
function draw({ shape, seed, permuted }: Case): Tensor {
  manualSeed(seed);
  const x = randn(shape);
  return permuted ? x.permute(...x.shape.map((_, dim) => dim).reverse()) : x;
}

test.each(readFixture<{ cases: Case[] }>('dropout').cases)(
  '$name of $shape, p $p, permuted $permuted, drops what PyTorch drops',
  (given) => {
    const expected = toTensor(given.output);
    const x = draw(given);
    expect(relativeError(functions[given.name](x, { p: given.p, training: true }), expected)).toBeLessThan(
      1e-6,
    );
    const again = draw(given);
    const written = functions[given.name](again, { p: given.p, training: true, inplace: true });
    expect(written).toBe(again);
    expect(relativeError(written.contiguous(), expected)).toBeLessThan(1e-6);
  },
);

describe('nothing is dropped', () => {
  test.each(Object.entries(functions))('by %s outside of training', (name, drop) => {
    const x = zeros([2, 3, 4, 5]);
    const y = name === 'dropout1d' ? zeros([2, 3, 4]) : x;
    expect(drop(y, { training: false })).toBe(y);
  });

  test('by layers in eval mode, with a probability of 0, and of nothing', () => {
    const x = ones([2, 3]);
    expect(new nn.Dropout().eval().forward(x)).toBe(x);
    expect(new nn.AlphaDropout().eval().forward(x)).toBe(x);
    expect(new nn.Dropout(0).forward(x)).toBe(x);
    const empty = zeros([0, 3]);
    expect(new nn.Dropout().forward(empty)).toBe(empty);
  });
});

test('layers in training mode drop as their functions do, and print as in PyTorch', () => {
  const layers = {
    dropout: new nn.Dropout(0.3),
    dropout2d: new nn.Dropout2d(0.3),
    alphaDropout: new nn.AlphaDropout(0.3, { inplace: true }),
    featureAlphaDropout: new nn.FeatureAlphaDropout(0.3),
  };
  const x = randn([4, 3, 2, 2]);
  for (const [name, layer] of Object.entries(layers)) {
    manualSeed(5);
    const expected = functions[name as Name](x, { p: 0.3, training: true });
    manualSeed(5);
    expect(equal(layer.forward(x), expected)).toBe(true);
  }
  expect(`${layers.dropout2d}`).toBe('Dropout2d(p=0.3, inplace=False)');
});

test('wrong arguments are refused by name', () => {
  const x = zeros([2, 3]);
  expect(() => dropout(x, { p: 1.5 })).toThrow(/dropout: p must be a number from 0 to 1, received 1.5/);
  expect(() => new nn.Dropout3d(-1)).toThrow(/Dropout3d: p must be/);
  expect(() => dropout(x, { training: 1 as never })).toThrow(ArgumentError);
  expect(() => dropout(zeros([2], { dtype: 'int64' }))).toThrow(DTypeError);
  expect(() => dropout1d(zeros([1, 2, 3, 4]))).toThrow(ShapeError);
  expect(() => dropout2d(zeros([3]))).toThrow(/dropout2d: input must be \(N, C, …\), received shape \[3\]/);
});
