/** Reads the memory of tensors from a file, straight into its final place. */
import { Storage } from '../tensor/storage.js';
import { invalidFile } from './file-error.js';
import type { Source } from './source.js';

/** A new storage with `byteLength` bytes of the file. Nothing is allocated for more than the file holds. */
export async function readStorage(source: Source, offset: number, byteLength: number): Promise<Storage> {
  checkEnd(source, offset + byteLength);
  const storage = Storage.allocate(byteLength);
  await fill(source, offset, [storage]);
  return storage;
}

/**
 * The same for storages whose bytes follow each other in the file.
 *
 * @param meanwhile given where one model gets them all: they lie in one block then, and it is called while they are read
 */
export async function readStorages(
  source: Source,
  offset: number,
  byteLengths: readonly number[],
  meanwhile?: () => void,
): Promise<Storage[]> {
  checkEnd(
    source,
    byteLengths.reduce((position, byteLength) => position + byteLength, offset),
  );
  if (meanwhile === undefined) {
    const storages = byteLengths.map((byteLength) => Storage.allocate(byteLength));
    await fill(source, offset, storages);
    return storages;
  }
  const storages = Storage.allocateTogether(byteLengths);
  const filled = fill(source, offset, storages);
  try {
    meanwhile();
  } finally {
    await filled;
  }
  return storages;
}

function checkEnd(source: Source, end: number): void {
  if (end > source.size)
    throw invalidFile(source, `tensor data is said to end at byte ${end}, but the file has ${source.size}`);
}

function fill(source: Source, offset: number, storages: readonly Storage[]): Promise<void> {
  return source.read(
    storages.map(({ bytes }) => bytes),
    offset,
  );
}
