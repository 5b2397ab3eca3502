/** Reads safetensors files. */
import type { Storage } from '../../tensor/storage.js';
import { Tensor } from '../../tensor/tensor.js';
import { invalidFile } from '../file-error.js';
import { readStorages } from '../read-storage.js';
import { readBytes, type Source } from '../source.js';
import { MAX_HEADER_BYTES, parseHeader } from './header.js';

/** Bytes of the header's length, which opens the file. */
const LENGTH_BYTES = 8;

/**
 * The tensors of a safetensors file, in the order of their data; each is read into its own memory, or all into one block.
 *
 * @param meanwhile see {@link readStorages}
 */
export async function readSafetensors(source: Source, meanwhile?: () => void): Promise<Map<string, Tensor>> {
  if (source.size < LENGTH_BYTES) {
    throw invalidFile(
      source,
      `a safetensors file has at least ${LENGTH_BYTES} bytes, this one ${source.size}`,
    );
  }
  const headerSize = Number((await readBytes(source, 0, LENGTH_BYTES)).readBigUInt64LE());
  if (headerSize > MAX_HEADER_BYTES) {
    throw invalidFile(
      source,
      `the header is said to have ${headerSize} bytes; the format allows ${MAX_HEADER_BYTES}`,
    );
  }
  const dataStart = LENGTH_BYTES + headerSize;
  if (dataStart > source.size) {
    throw invalidFile(
      source,
      `the header is said to end at byte ${dataStart}, but the file has ${source.size}; it was cut off`,
    );
  }
  const header = await readBytes(source, LENGTH_BYTES, headerSize);
  const entries = parseHeader(source, header, source.size - dataStart);
  const byteLengths = entries.map(({ begin, end }) => end - begin);
  const storages = await readStorages(source, dataStart, byteLengths, meanwhile);
  return new Map(
    entries.map(({ name, dtype, shape }, i) => [name, new Tensor(storages[i] as Storage, dtype, shape)]),
  );
}
