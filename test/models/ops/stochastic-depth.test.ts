/** Drops what torchvision drops after the same seed. */
import { expect, test } from 'vitest';
import { manualSeed, models, ones, randn } from '../../../lib/index.js';
import { type RecordedTensor, readFixture, toTensor } from '../../support/fixtures.js';

interface Case {
  p: number;
  mode: 'batch' | 'row';
  shape: number[];
  text: string;
  output: RecordedTensor;
}

test.each(readFixture<Case[]>('stochastic_depth'))(
  '$text of $shape drops what PyTorch drops, and prints like it',
  ({ p, mode, shape, text, output }) => {
    const layer = new models.StochasticDepth(p, mode);
    manualSeed(3);
    expect(layer.forward(ones(shape)).equal(toTensor(output))).toBe(true);
    expect(`${layer}`).toBe(text);
  },
);

test('in inference the input itself is returned', () => {
  const input = randn([2, 3]);
  expect(new models.StochasticDepth(0.5, 'row').eval().forward(input)).toBe(input);
});

test('an empty batch stays empty', () => {
  expect(new models.StochasticDepth(0.5, 'row').forward(ones([0, 3])).shape).toEqual([0, 3]);
});
