/** How channels of blocked tensors are brought together. */
import { describe, expect, test } from 'vitest';
import type { Value } from '../../../lib/graph/graph.js';
import { type Channel, select } from '../../../lib/plan/blocked/channels.js';

const BLOCK = 8;

const value = (name: string): Value => ({ name, shape: [], dtype: 'float32' });
const [a, b] = [value('a'), value('b')];

/** Channels `start` to `end` of a tensor that has so many. */
const range = (tensor: Value, channels: number, start = 0, end = channels): Channel[] =>
  Array.from({ length: end - start }, (_, i) => ({ tensor, channels, index: start + i }));

describe('a view', () => {
  test.each<[string, Channel[], object]>([
    ['of whole blocks', range(a, 64, 16, 32), { start: 2, length: 2 }],
    ['of the end of a tensor whose last block is not full', range(a, 20, 8), { start: 1, length: 2 }],
    ['of everything', range(a, 20), { start: 0, length: 3 }],
  ])('%s', (_, channels, place) => {
    expect(select(channels, BLOCK)).toEqual({
      op: 'slice',
      attributes: { dim: 1, step: 1, ...place },
      inputs: [a],
    });
  });
});

describe('a concatenation', () => {
  test.each<[string, Channel[], Value[]]>([
    ['of whole tensors', [...range(a, 16), ...range(b, 8)], [a, b]],
    ['whose last block is not full', [...range(a, 16), ...range(b, 9)], [a, b]],
    ['of a tensor with itself', [...range(a, 16), ...range(a, 16)], [a, a]],
  ])('%s', (_, channels, inputs) => {
    expect(select(channels, BLOCK)).toEqual({ op: 'cat', attributes: { dim: 1 }, inputs });
  });
});

describe('a copy channel by channel', () => {
  test.each<[string, Channel[], number[]]>([
    ['where a block would begin in mid-block', [...range(a, 9), ...range(b, 8)], [...Array(17).keys()]],
    ['of a part that ends in mid-block', range(a, 16, 0, 4), [0, 1, 2, 3]],
    ['of a part that begins in mid-block', range(a, 16, 4, 16), Array.from({ length: 12 }, (_, i) => 4 + i)],
    [
      'of parts of tensors',
      [...range(a, 16, 0, 8), ...range(b, 8)],
      [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23],
    ],
    ['of a shuffle', range(a, 16).toReversed(), Array.from({ length: 16 }, (_, i) => 15 - i)],
  ])('%s', (_, channels, expected) => {
    const { op, attributes, inputs } = select(channels, BLOCK);
    expect(op).toBe('selectChannels');
    expect(attributes.channels).toEqual(expected);
    expect(attributes.inChannels).toEqual(
      inputs.map((one) => channels.find(({ tensor }) => tensor === one)?.channels),
    );
  });
});
