/** Files by number: the same in every process. */
import { Random } from '../support/random.js';
import type { Format } from './format.js';

export function drawFile(format: Format, seed: number, index: number): Uint8Array {
  return format.draw(new Random(format.name, seed, index));
}
