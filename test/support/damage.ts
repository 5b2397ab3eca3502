/** Damage to bytes that knows nothing of what they mean. */
import type { Random } from './random.js';

/** A copy with one to four bytes overwritten, a piece removed, or a piece repeated. */
export function damage(bytes: Uint8Array, random: Random): Uint8Array {
  const place = () => random.below(bytes.length);
  const [start, end] = [place(), place()].sort((a, b) => a - b) as [number, number];
  switch (random.below(8)) {
    case 0:
      return Buffer.concat([bytes.subarray(0, start), bytes.subarray(Math.min(end, start + 16))]);
    case 1:
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
    default: {
      // Of a Buffer, slice() would be a view.
      const copy = new Uint8Array(bytes);
      // Small and extreme values hit lengths and counts more often than random ones.
      const values = [0, 1, 0x7f, 0x80, 0xff, random.below(256)];
      for (let n = 1 + random.below(4); n > 0; n--) copy[place()] = random.pick(values);
      return copy;
    }
  }
}
