/** The storages that a checkpoint's pickle names, and the tensors over them, read from the file. */
import { elementSize } from '../../tensor/dtype.js';
import type { Storage } from '../../tensor/storage.js';
import { Tensor } from '../../tensor/tensor.js';
import { invalidFile, quoted, unsupportedFile } from '../file-error.js';
import type { Source } from '../source.js';
import { isSize, PickledStorage, type PickledTensor, type StorageRecord } from './checkpoint.js';
import { findGlobal, StorageClass } from './globals.js';
import type { PickleHost } from './pickle.js';

/** The host of a checkpoint's pickle; collects the storages that it names. */
export class StorageRegistry implements PickleHost {
  /** By key. */
  readonly records = new Map<string, StorageRecord>();
  readonly findGlobal = findGlobal;

  /**
   * `('storage', class, key, location, numel)`; in the legacy format with a sixth item, `(viewKey, offset, numel)` or
   * None. The location (`cpu`, `cuda:0`) does not matter here.
   */
  loadPersistent(source: Source, id: unknown): PickledStorage {
    const [type, storageClass, key, , numel, view] = Array.isArray(id) ? id : [];
    if (type === 'module') {
      throw unsupportedFile(
        source,
        'it holds a whole module with its code, none of which was run; save torch.save(model.state_dict(), path)',
      );
    }
    if (
      type !== 'storage' ||
      !(storageClass instanceof StorageClass) ||
      typeof key !== 'string' ||
      !isSize(numel)
    ) {
      throw invalidFile(source, 'the pickle names a storage in a way that torch.save does not');
    }
    const { dtype } = storageClass;
    const itemSize = dtype === undefined ? 1 : elementSize(dtype);
    const record = this.#register(source, key, itemSize, numel * itemSize);
    if (view === undefined || view === null) return new PickledStorage(record, dtype, 0, record.byteLength);
    const [, offset, length] = Array.isArray(view) ? view : [];
    if (!isSize(offset) || !isSize(length) || offset + length > numel)
      throw invalidFile(source, `a part of storage ${quoted(key)} lies outside of it`);
    return new PickledStorage(record, dtype, offset * itemSize, length * itemSize);
  }

  #register(source: Source, key: string, itemSize: number, byteLength: number): StorageRecord {
    const known = this.records.get(key);
    if (known === undefined) {
      const record = { key, elementSize: itemSize, byteLength };
      this.records.set(key, record);
      return record;
    }
    if (known.byteLength !== byteLength || known.elementSize !== itemSize)
      throw invalidFile(source, `storage ${quoted(key)} is declared twice, with different sizes`);
    return known;
  }
}

/** Tensors with their data. Tensors over one record share one storage, as in PyTorch; each is read once. */
export async function readTensors(
  tensors: ReadonlyMap<string, PickledTensor>,
  read: (record: StorageRecord) => Promise<Storage>,
): Promise<Map<string, Tensor>> {
  const storages = new Map<StorageRecord, Storage>();
  const result = new Map<string, Tensor>();
  for (const [name, { record, dtype, shape, strides, offset }] of tensors) {
    let storage = storages.get(record);
    if (storage === undefined) {
      storage = await read(record);
      storages.set(record, storage);
    }
    result.set(name, new Tensor(storage, dtype, shape, strides, offset));
  }
  return result;
}
