/** Helpers for tests of files. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { arrayType, type DType, elementSize } from '../../lib/tensor/dtype.js';
import type { Tensor } from '../../lib/tensor/tensor.js';

/** A tensor as `test/fixtures/io/pytorch.py` records it. */
export interface Recorded {
  dtype: DType;
  shape: number[];
  strides: number[];
  offset: number;
  data: (number | string)[];
}

/** A tensor in the form of {@link Recorded}; offset and strides as they are. */
export function record(tensor: Tensor): Recorded {
  const { bytes } = tensor.storage;
  const all = new (arrayType(tensor.dtype))(
    bytes.buffer,
    bytes.byteOffset,
    Math.floor(bytes.byteLength / elementSize(tensor.dtype)),
  );
  let places = [tensor.storageOffset];
  for (const [d, size] of tensor.shape.entries()) {
    places = places.flatMap((place) => Array.from({ length: size }, (_, i) => place + i * tensor.stride(d)));
  }
  const text = (x: number) => String(x).toLowerCase().replace('infinity', 'inf');
  return {
    dtype: tensor.dtype,
    shape: [...tensor.shape],
    strides: [...tensor.stride()],
    offset: tensor.storageOffset,
    data: places.map((place) => Number(all[place])).map((x) => (Number.isFinite(x) ? x : text(x))),
  };
}

/** All tensors of a dict, by name. */
export function recordAll(tensors: ReadonlyMap<string, Tensor>): Record<string, Recorded> {
  return Object.fromEntries([...tensors].map(([name, tensor]) => [name, record(tensor)]));
}

/** The path of a file in `test/fixtures/io/`. */
export function fixturePath(name: string): string {
  return fileURLToPath(new URL(`../fixtures/io/${name}`, import.meta.url));
}

export function fixtureBytes(name: string): Uint8Array {
  return readFileSync(fixturePath(name));
}
