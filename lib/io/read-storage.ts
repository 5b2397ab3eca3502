/** Reads the memory of tensors from a file, straight into its final place. */
import { Storage } from '../tensor/storage.js';
import { invalidFile } from './file-error.js';
import type { Source } from './source.js';

/** A new storage with `byteLength` bytes of the file. Nothing is allocated for more than the file holds. */
export async function readStorage(source: Source, offset: number, byteLength: number): Promise<Storage> {
  if (offset + byteLength > source.size) {
    throw invalidFile(
      source,
      `tensor data is said to end at byte ${offset + byteLength}, but the file has ${source.size}`,
    );
  }
  const storage = Storage.allocate(byteLength);
  await source.read(storage.bytes, offset);
  return storage;
}
