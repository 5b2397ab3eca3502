import { expect, test } from 'vitest';
import { atOnce } from '../../lib/io/at-once.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('gives all results in order, however long each takes', async () => {
  const tasks = Array.from({ length: 20 }, (_, i) => async () => {
    for (let wait = 20 - i; wait > 0; wait--) await turn();
    return i;
  });
  expect(await atOnce(tasks)).toEqual(tasks.map((_, i) => i));
  expect(await atOnce([])).toEqual([]);
});

test('runs a few at a time, and begins none after an error', async () => {
  let [running, most, begun] = [0, 0, 0];
  const tasks = Array.from({ length: 40 }, (_, i) => async () => {
    begun++;
    most = Math.max(most, ++running);
    await turn();
    running--;
    if (i === 10) throw new Error('the tenth');
  });
  await expect(atOnce(tasks)).rejects.toThrow('the tenth');
  for (let i = 0; i < 50; i++) await turn();
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThan(10);
  expect(begun).toBeLessThan(20);
});
