/** Forges files byte by byte, to test what no honest program writes. */
import { crc32 } from 'node:zlib';

/** Little-endian bytes of an unsigned integer. */
export function le(value: number | bigint, byteLength: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes.subarray(0, byteLength);
}

type Bytes = Uint8Array | string;

/** Joins pieces; strings are Latin-1. */
export function join(...pieces: Bytes[]): Buffer {
  return Buffer.concat(
    pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)),
  );
}

/** Pieces of a pickle: each pushes one value, but for `object`, which makes a whole pickle of one. */
export const pickle = {
  object: (...pieces: Bytes[]) => join('\x80\x02', ...pieces, '.'),
  text: (value: string) => join('X', le(Buffer.byteLength(value), 4), Buffer.from(value)),
  int: (value: number | bigint) => {
    const bytes = Buffer.alloc(9);
    bytes.writeBigInt64LE(BigInt(value));
    return join('\x8a\x09', bytes.fill(BigInt(value) < 0n ? 0xff : 0, 8));
  },
  tuple: (...items: Bytes[]) => join('(', ...items, 't'),
  list: (...items: Bytes[]) => join('](', ...items, 'e'),
  dict: (...items: Bytes[]) => join('}(', ...items, 'u'),
  global: (module: string, name: string) => `c${module}\n${name}\n`,
  call: (callee: Bytes, ...args: Bytes[]) => join(callee, pickle.tuple(...args), 'R'),
  storage: (name: string, key: string, numel: number | bigint, ...view: Bytes[]) =>
    join(
      pickle.tuple(
        pickle.text('storage'),
        pickle.global('torch', name),
        pickle.text(key),
        pickle.text('cpu'),
        pickle.int(numel),
        ...view,
      ),
      'Q',
    ),
  /** `_rebuild_tensor` */
  tensor: (
    storage: Bytes,
    offset: number | bigint,
    shape: readonly (number | bigint)[],
    strides: readonly (number | bigint)[],
  ) =>
    pickle.call(
      pickle.global('torch._utils', '_rebuild_tensor'),
      storage,
      pickle.int(offset),
      pickle.tuple(...shape.map(pickle.int)),
      pickle.tuple(...strides.map(pickle.int)),
    ),
};

/** A legacy checkpoint: the pickle of `object` between those that every one has, then the storages by key. */
export function legacy(object: Buffer, storages: Record<string, Buffer> = {}): Buffer {
  return join(
    '\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.',
    pickle.object(pickle.int(1001)),
    pickle.object(pickle.dict()),
    object,
    pickle.object(pickle.list(...Object.keys(storages).map(pickle.text))),
    ...Object.values(storages),
  );
}

/** Four zeros as a float storage of the legacy form. */
export const fourZeros = join(le(4, 8), Buffer.alloc(16));

export interface ForgedEntry {
  name: string;
  /** What lies in the archive. */
  data: Bytes;
  method?: number;
  flags?: number;
  /** What the directory says, where it lies. */
  size?: number;
  compressedSize?: number;
  offset?: number;
}

/** A zip archive whose directory says what it is told to say. */
export function zip(entries: readonly ForgedEntry[]): Buffer {
  let body: Buffer = Buffer.alloc(0);
  const directory: Buffer[] = [];
  for (const { name, data: pieces, method = 0, flags = 0, ...lies } of entries) {
    const data = join(pieces);
    const offset = lies.offset ?? body.length;
    const compressedSize = lies.compressedSize ?? data.length;
    const size = lies.size ?? data.length;
    const fields = join(
      le(flags, 2),
      le(method, 2),
      le(0, 4),
      le(crc32(data), 4),
      le(compressedSize, 4),
      le(size, 4),
      le(name.length, 2),
    );
    body = join(body, 'PK\x03\x04', le(20, 2), fields, le(0, 2), name, data);
    directory.push(join('PK\x01\x02', le(20, 2), le(20, 2), fields, Buffer.alloc(12), le(offset, 4), name));
  }
  const central = join(...directory);
  const count = le(entries.length, 2);
  return join(
    body,
    central,
    'PK\x05\x06',
    le(0, 4),
    count,
    count,
    le(central.length, 4),
    le(body.length, 4),
    le(0, 2),
  );
}

/** A safetensors file with this text as its header. */
export function safetensors(header: string, data: Uint8Array = new Uint8Array()): Buffer {
  const text = Buffer.from(header);
  return join(le(text.length, 8), text, data);
}
