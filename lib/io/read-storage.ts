/** Reads the memory of tensors from a file, straight into its final place. */
import { Storage } from '../tensor/storage.js';
import { invalidFile } from './file-error.js';
import type { Source } from './source.js';

/** A new storage with `byteLength` bytes of the file. Nothing is allocated for more than the file holds. */
export async function readStorage(source: Source, offset: number, byteLength: number): Promise<Storage> {
  const [storage] = await readStorages(source, offset, [byteLength]);
  return storage as Storage;
}

/**
 * The same for storages whose bytes follow each other in the file. All are allocated first, so that large ones lie side by side
 * and share huge pages where they meet.
 */
export async function readStorages(
  source: Source,
  offset: number,
  byteLengths: readonly number[],
): Promise<Storage[]> {
  const end = byteLengths.reduce((position, byteLength) => position + byteLength, offset);
  if (end > source.size) {
    throw invalidFile(source, `tensor data is said to end at byte ${end}, but the file has ${source.size}`);
  }
  const storages = byteLengths.map((byteLength) => Storage.allocate(byteLength));
  await source.read(
    storages.map(({ bytes }) => bytes),
    offset,
  );
  return storages;
}
