/**
 * PyTorch's format before 1.6, and of `_use_new_zipfile_serialization=False` since: five pickles (magic number,
 * protocol, system, object, list of storage keys), then each storage as an int64 count of elements and its data.
 */
import type { Tensor } from '../../tensor/tensor.js';
import { invalidFile, quoted, unsupportedFile } from '../file-error.js';
import { readStorage } from '../read-storage.js';
import { readBytes, type Source } from '../source.js';
import type { StorageRecord } from './checkpoint.js';
import { Cursor } from './cursor.js';
import { unpickle } from './pickle.js';
import { selectStateDict } from './state-dict.js';
import { readTensors, StorageRegistry } from './storages.js';

const MAGIC_NUMBER = 0x1950a86a20f9469cfc6cn;
const PROTOCOL_VERSION = 1001;

/** Reads a legacy checkpoint: the tensors of its state dict. */
export async function readLegacyCheckpoint(source: Source, key?: string): Promise<Map<string, Tensor>> {
  const cursor = new Cursor(source);
  const registry = new StorageRegistry();
  if ((await unpickle(cursor, registry)) !== MAGIC_NUMBER) {
    throw unsupportedFile(source, 'it is a Python pickle, but not a checkpoint; save it with torch.save');
  }
  const version = await unpickle(cursor, registry);
  if (version !== PROTOCOL_VERSION) {
    throw unsupportedFile(source, `its protocol version is not ${PROTOCOL_VERSION}, the only one there was`);
  }
  const system = await unpickle(cursor, registry);
  if (system instanceof Map && system.get('little_endian') === false) {
    throw unsupportedFile(
      source,
      'it was saved on a big-endian machine; save it again on a little-endian one',
    );
  }
  const selected = selectStateDict(source, await unpickle(cursor, registry), key);
  const keys = await unpickle(cursor, registry);
  const offsets = await locateStorages(source, cursor.position, keys, registry.records);
  return readTensors(selected, (record) => {
    const offset = offsets.get(record);
    if (offset === undefined) throw invalidFile(source, `storage ${quoted(record.key)} is not in the file`);
    return readStorage(source, offset, record.byteLength);
  });
}

/** Walks over the storages, which lie in the order of `keys`, and finds where the data of each starts. */
async function locateStorages(
  source: Source,
  start: number,
  keys: unknown,
  records: ReadonlyMap<string, StorageRecord>,
): Promise<Map<StorageRecord, number>> {
  if (!Array.isArray(keys)) throw invalidFile(source, 'the list of storages is missing');
  const offsets = new Map<StorageRecord, number>();
  let position = start;
  for (const key of keys) {
    const record = records.get(key);
    if (record === undefined || offsets.has(record))
      throw invalidFile(source, 'the list of storages holds a key that is unknown or occurs twice');
    const numel = (await readBytes(source, position, 8)).readBigInt64LE();
    if (numel !== BigInt(record.byteLength / record.elementSize)) {
      throw invalidFile(
        source,
        `storage ${quoted(record.key)} has ${numel} elements in one place and ${record.byteLength / record.elementSize} in ` +
          `another`,
      );
    }
    offsets.set(record, position + 8);
    position += 8 + record.byteLength;
  }
  if (position > source.size) {
    throw invalidFile(
      source,
      `its storages end at byte ${position}, but the file has ${source.size}; it was cut off`,
    );
  }
  return offsets;
}
