import { expect, test } from 'vitest';
import { ALIGNMENT, type Lifetime, planArena } from '../../lib/plan/arena.js';

/** A reproducible stream of integers below `limit`. */
function stream(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * limit);
  };
}

test.each([1, 2, 3, 4, 5])('blocks that live at the same time never overlap (draw %i)', (seed) => {
  const draw = stream(seed);
  const blocks: Lifetime[] = Array.from({ length: 60 }, () => {
    const first = draw(40);
    return { bytes: draw(5000), first, last: first + draw(8) };
  });
  const { offsets, bytes } = planArena(blocks);
  for (const [i, a] of blocks.entries()) {
    const start = offsets[i] as number;
    expect(start % ALIGNMENT).toBe(0);
    expect(start + a.bytes).toBeLessThanOrEqual(bytes);
    for (const [k, b] of blocks.entries()) {
      if (k === i || a.last < b.first || b.last < a.first) continue;
      const apart = start + a.bytes <= (offsets[k] as number) || (offsets[k] as number) + b.bytes <= start;
      expect(apart).toBe(true);
    }
  }
});

test('a chain of layers takes the memory of its largest pair', () => {
  const chain = Array.from({ length: 10 }, (_, i) => ({ bytes: 6400, first: i, last: i + 1 }));
  expect(planArena(chain).bytes).toBe(2 * 6400);
});
