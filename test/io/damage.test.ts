/** Files cut off at every byte, and files with random damage: a typed error or sound tensors, nothing else. */
import { describe, expect, test } from 'vitest';
import { ConvoltError, FileError } from '../../lib/errors.js';
import { load } from '../../lib/io/load.js';
import { elementSize } from '../../lib/tensor/dtype.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { damage } from '../support/damage.js';
import { Random } from '../support/random.js';
import { fixtureBytes } from './tensors.js';

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
      const random = new Random(1);
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
