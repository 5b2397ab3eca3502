/**
 * What a checkpoint's pickle describes: storages, tensors that view them, and the globals around them. Nothing here
 * takes memory for data; every tensor is checked against the declared size of its storage.
 */
import { type DType, elementSize } from '../../tensor/dtype.js';
import { MAX_RANK, numelOf } from '../../tensor/shape.js';
import { invalidFile, quoted, unsupportedFile } from '../file-error.js';
import type { Source } from '../source.js';

/** A block of memory in the file, by the key under which the file holds it. */
export interface StorageRecord {
  readonly key: string;
  /** The size of one element, which the legacy format counts in; 1 for an untyped storage. */
  readonly elementSize: number;
  readonly byteLength: number;
}

/** A storage as a tensor sees it: a record, or (in old files) a part of one. */
export class PickledStorage {
  readonly record: StorageRecord;
  /** Undefined for an untyped storage: the tensor brings its own. */
  readonly dtype: DType | undefined;
  readonly byteOffset: number;
  readonly byteLength: number;

  constructor(record: StorageRecord, dtype: DType | undefined, byteOffset: number, byteLength: number) {
    this.record = record;
    this.dtype = dtype;
    this.byteOffset = byteOffset;
    this.byteLength = byteLength;
  }
}

/** A tensor whose data is still in the file. Offset and strides count elements from the start of the record. */
export class PickledTensor {
  readonly record: StorageRecord;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;

  /**
   * The arguments are the pickle's.
   *
   * @throws FileError unless every element lies inside the storage
   */
  constructor(
    source: Source,
    storage: unknown,
    offset: unknown,
    shape: unknown,
    strides: unknown,
    ownDtype?: DType,
  ) {
    if (!(storage instanceof PickledStorage)) throw invalidFile(source, 'a tensor has no storage');
    const dtype = ownDtype ?? storage.dtype;
    if (dtype === undefined) throw invalidFile(source, 'a tensor has no dtype');
    if (Array.isArray(shape) && shape.length > MAX_RANK) {
      throw unsupportedFile(
        source,
        `a tensor has ${shape.length} dimensions, Convolt takes up to ${MAX_RANK}`,
      );
    }
    if (!isSize(offset) || !isSizes(shape) || !isSizes(strides) || shape.length !== strides.length) {
      throw invalidFile(
        source,
        `a tensor over storage ${quoted(storage.record.key)} must have an offset, a shape and as many strides, all ` +
          `integers of at least 0`,
      );
    }
    const size = elementSize(dtype);
    const end = offset + extent(shape, strides);
    if (!Number.isSafeInteger(numelOf(shape)) || end * size > storage.byteLength) {
      throw invalidFile(
        source,
        `a tensor of shape [${shape}], strides [${strides}] and offset ${offset} reaches beyond the ` +
          `${storage.byteLength} bytes of its storage ${quoted(storage.record.key)}`,
      );
    }
    if (storage.byteOffset % size !== 0) throw invalidFile(source, 'a storage starts inside an element');
    this.record = storage.record;
    this.dtype = dtype;
    // Copies: the pickle may still write to its own lists.
    this.shape = [...shape];
    this.strides = [...strides];
    this.offset = offset + storage.byteOffset / size;
  }
}

/** Elements from a tensor's first to behind its last. Large numbers lose digits here, but never become small. */
function extent(shape: readonly number[], strides: readonly number[]): number {
  let last = 0;
  for (const [d, size] of shape.entries()) {
    if (size === 0) return 0;
    last += (size - 1) * (strides[d] as number);
  }
  return last + 1;
}

/** Whether a value counts something. */
export function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= MAX_RANK && value.every(isSize);
}
