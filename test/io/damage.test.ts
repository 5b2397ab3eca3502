/** Files cut off at every byte, and files with random damage: a typed error or sound tensors, nothing else. */
import { describe, expect, test } from 'vitest';
import { ConvoltError, FileError } from '../../lib/errors.js';
import { load } from '../../lib/io/load.js';
import { elementSize } from '../../lib/tensor/dtype.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { fixtureBytes } from './tensors.js';

/** Reproducible numbers from 0 to below 2^32 (Marsaglia's xorshift). */
function randomStream(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** A copy with one to four bytes overwritten, a piece removed, or a piece repeated. */
function damage(bytes: Uint8Array, random: () => number): Uint8Array {
  const place = () => random() % bytes.length;
  const [start, end] = [place(), place()].sort((a, b) => a - b) as [number, number];
  switch (random() % 8) {
    case 0:
      return Buffer.concat([bytes.subarray(0, start), bytes.subarray(Math.min(end, start + 16))]);
    case 1:
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
    default: {
      const copy = bytes.slice();
      // Small and extreme values hit lengths and counts more often than random ones.
      const values = [0, 1, 0x7f, 0x80, 0xff, random() & 0xff];
      for (let n = 1 + (random() % 4); n > 0; n--) copy[place()] = values[random() % values.length] as number;
      return copy;
    }
  }
}

/** One past the last element that a tensor reaches, in bytes. */
function endOf(tensor: Tensor): number {
  if (tensor.numel() === 0) return 0;
  const steps = tensor.shape.map((size, d) => (size - 1) * tensor.stride(d));
  const last = steps.reduce((sum, step) => sum + step, tensor.storageOffset);
  return (last + 1) * elementSize(tensor.dtype);
}

describe.each(['dtypes.zip.pth', 'training.legacy.pth', 'views.legacy.pth', 'dtypes.safetensors'])(
  '%s',
  (name) => {
    const bytes = fixtureBytes(name);

    test('cut off at any byte, it is refused', async () => {
      for (let length = 0; length < bytes.length; length++) {
        await expect(load(bytes.subarray(0, length)), `${length} bytes`).rejects.toBeInstanceOf(FileError);
      }
    });

    test('damaged at random, it is refused or gives tensors inside their storages', async () => {
      const random = randomStream(1);
      let refused = 0;
      for (let i = 0; i < 1500; i++) {
        try {
          for (const tensor of (await load(damage(bytes, random))).values()) {
            expect(endOf(tensor)).toBeLessThanOrEqual(tensor.storage.bytes.byteLength);
            expect(tensor.storage.bytes.byteLength).toBeLessThanOrEqual(bytes.length * 2);
          }
        } catch (error) {
          if (!(error instanceof ConvoltError)) throw error;
          refused++;
        }
      }
      expect(refused).toBeGreaterThan(100);
    });
  },
);
