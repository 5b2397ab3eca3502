/** Writes safetensors files. */
import type { FileHandle } from 'node:fs/promises';
import { ArgumentError } from '../../errors.js';
import { elementSize } from '../../tensor/dtype.js';
import type { Tensor } from '../../tensor/tensor.js';
import { toSafetensors } from './dtypes.js';
import { MAX_HEADER_BYTES, METADATA } from './header.js';

/** The header is padded to a multiple of this, so that the data starts aligned. */
const ALIGNMENT = 8;

/**
 * Writes header and data, one tensor at a time. Only a tensor that is not contiguous is copied, and dropped again before
 * the next.
 */
export async function writeSafetensors(
  file: FileHandle,
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  // Larger elements first: each tensor then starts at a multiple of its element size.
  const sorted = [...tensors].sort(
    ([a, x], [b, y]) => elementSize(y.dtype) - elementSize(x.dtype) || (a < b ? -1 : 1),
  );
  await file.writeFile(encodeHeader(sorted, metadata));
  for (const [, tensor] of sorted) {
    const { buffer, byteOffset, byteLength } = tensor.contiguous().data;
    await file.writeFile(new Uint8Array(buffer, byteOffset, byteLength));
  }
}

function encodeHeader(
  tensors: readonly [string, Tensor][],
  metadata: Readonly<Record<string, string>> | undefined,
): Buffer {
  const entries: [string, unknown][] = metadata === undefined ? [] : [[METADATA, metadata]];
  let begin = 0;
  for (const [name, tensor] of tensors) {
    const end = begin + tensor.numel() * elementSize(tensor.dtype);
    entries.push([
      name,
      { dtype: toSafetensors(tensor.dtype), shape: tensor.shape, data_offsets: [begin, end] },
    ]);
    begin = end;
  }
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const paddedSize = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;
  if (paddedSize > MAX_HEADER_BYTES) {
    throw new ArgumentError(
      'save',
      'dict',
      `describable in a header of ${MAX_HEADER_BYTES} bytes`,
      `${paddedSize} bytes of names and shapes`,
    );
  }
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(paddedSize));
  return Buffer.concat([length, json, Buffer.alloc(paddedSize - json.length, ' ')]);
}
