/** The digits of the `mnist` package that training never saw. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Tensor, tensor } from 'convolt';

/** Rows and columns of a digit. */
export const SIDE = 28;

const require = createRequire(import.meta.url);

/** Images and what they show. */
export interface Digits {
  /** `(N, 1, 28, 28)`, 0 is background and 1 is ink. */
  images: Tensor;
  /** The N digits, from 0 to 9. */
  labels: number[];
}

/** Reads the last fifth of each class, in the package's order; train.py trains on what comes before. */
export function readUnseenDigits(): Digits {
  const pixels: number[] = [];
  const labels: number[] = [];
  for (let label = 0; label < 10; label++) {
    const path = require.resolve(`mnist/src/digits/${label}.json`);
    const { data } = JSON.parse(readFileSync(path, 'utf8')) as { data: number[] };
    const count = data.length / SIDE ** 2;
    const firstUnseen = Math.floor((count * 4) / 5);
    for (let i = firstUnseen * SIDE ** 2; i < data.length; i++) pixels.push(data[i] as number);
    for (let i = firstUnseen; i < count; i++) labels.push(label);
  }
  const images = tensor(Float32Array.from(pixels), { shape: [labels.length, 1, SIDE, SIDE] });
  return { images, labels };
}
