import { expect, test } from 'vitest';
import * as nn from '../../lib/nn/index.js';
import { manualSeed, rand } from '../../lib/random/index.js';

test('skipInit draws nothing, and lets the generator be', () => {
  manualSeed(3);
  const expected = rand([4]).toArray();
  manualSeed(3);
  const layer = nn.skipInit(() => {
    const made = new nn.Linear(3, 2);
    nn.init.zeros_(made.weight);
    nn.init.normal_(made.weight);
    return made;
  });
  expect(layer.weight.toArray()).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(rand([4]).toArray()).toEqual(expected);
});

test('skipInit takes no memory for parameters that are replaced', () => {
  const before = process.memoryUsage().arrayBuffers;
  const layer = nn.skipInit(() => new nn.Linear(4096, 4096));
  layer.loadStateDict(new nn.Linear(4096, 4096).stateDict(), { assign: true });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1.5 * 4 * 4096 ** 2);
  expect(layer.weight.numel()).toBe(4096 ** 2);
});

test('skipInit draws again after an error', () => {
  const fails = () => {
    throw new Error('no layer');
  };
  expect(() => nn.skipInit(fails)).toThrow('no layer');
  const weight = nn.init.zeros_(new nn.Linear(3, 2).weight);
  expect(nn.init.normal_(weight).toArray()).not.toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
});
