/** Numbers and names that programs stumble over. */
import type { Random } from '../support/random.js';

const integers = [
  ...[0, 1, -1, 2, 3, 4, 5, -2, -3, 7, 8, 16, 64, 127, 128, 255, 256, 1000, 65_535, 65_536],
  ...[2 ** 20, 2 ** 28, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 33, 1e10, 2 ** 40],
  ...[2 ** 53 - 1, 2 ** 53, 2 ** 62, -(2 ** 63)],
];

/** An integer: most times a small one, since large ones seldom get far. */
export function drawInteger(random: Random): number {
  return random.pick(random.oneIn(3) ? integers : integers.slice(0, 12));
}

export function drawFloat(random: Random): number {
  const special = [0, -0, 1, -1, 0.5, 1.5, 1e-30, 1e30, Number.NaN, Number.POSITIVE_INFINITY, -1e300];
  return random.pick([...special, random.below(1000) / 100 - 5]);
}

const words = ['', ' ', 'x', '__proto__', 'constructor', '../up', 'a\0b', '\u{1f600}', 'é', 'w'.repeat(5000)];

export function drawName(random: Random): string {
  return random.pick(words);
}
