/** Where the bytes of a file come from: a file on disk read piece by piece, or memory. */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ArgumentError } from '../errors.js';
import { invalidFile } from './file-error.js';

/** What {@link load} reads: a path, a `file:` URL, or the file's bytes. */
export type PathOrBytes = string | URL | Uint8Array | ArrayBuffer;

/** Bytes that can be read from any offset. */
export interface Source {
  /** What error messages call it: the path, or `bytes`. */
  readonly name: string;
  readonly size: number;
  /** Fills `into` with the bytes from `offset` on. Rejects with `CONVOLT_INVALID_FILE` where there are not enough. */
  read(into: Uint8Array, offset: number): Promise<void>;
  close(): Promise<void>;
}

/** Bytes in memory. They are copied out of it, so alignment does not matter. */
export class BytesSource implements Source {
  readonly name: string;
  readonly size: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, name = 'bytes') {
    this.name = name;
    this.size = bytes.byteLength;
    this.#bytes = bytes;
  }

  async read(into: Uint8Array, offset: number): Promise<void> {
    // The caller's buffer can be detached or shrunk while we wait.
    if (offset + into.byteLength > this.#bytes.byteLength) throw endsEarly(this, offset + into.byteLength);
    into.set(this.#bytes.subarray(offset, offset + into.byteLength));
  }

  async close(): Promise<void> {}
}

/** One read call takes less than 2 GiB. */
const MAX_READ = 2 ** 30;

class FileSource implements Source {
  readonly name: string;
  readonly size: number;
  readonly #handle: FileHandle;

  constructor(name: string, size: number, handle: FileHandle) {
    this.name = name;
    this.size = size;
    this.#handle = handle;
  }

  async read(into: Uint8Array, offset: number): Promise<void> {
    for (let done = 0; done < into.byteLength; ) {
      const length = Math.min(into.byteLength - done, MAX_READ);
      const { bytesRead } = await this.#handle.read(into, done, length, offset + done);
      if (bytesRead === 0) throw endsEarly(this, offset + into.byteLength);
      done += bytesRead;
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

function endsEarly(source: Source, end: number): Error {
  return invalidFile(source, `${end} bytes are needed, but there are ${source.size} or, by now, fewer`);
}

/**
 * Opens what `load` was given. Errors of the system (no such file, no permission) pass through with their own codes.
 *
 * @throws ArgumentError for anything that is neither a path of a regular file nor bytes
 */
export async function openSource(pathOrBytes: PathOrBytes): Promise<Source> {
  if (pathOrBytes instanceof Uint8Array) return new BytesSource(pathOrBytes);
  if (pathOrBytes instanceof ArrayBuffer) return new BytesSource(new Uint8Array(pathOrBytes));
  const path = toPath(
    'load',
    'pathOrBytes',
    pathOrBytes,
    'a path, a file: URL, a Uint8Array or an ArrayBuffer',
  );
  // Asked before opening, since opening a pipe waits for its other end.
  if (!(await stat(path)).isFile()) throw new ArgumentError('load', 'pathOrBytes', 'a regular file', path);
  const handle = await open(path, 'r');
  try {
    return new FileSource(path, (await handle.stat()).size, handle);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A path as the file system takes it. */
export function toPath(where: string, argument: string, value: unknown, expected: string): string {
  if (typeof value === 'string') return value;
  if (value instanceof URL && value.protocol === 'file:') return fileURLToPath(value);
  throw new ArgumentError(where, argument, expected, value instanceof URL ? value.href : value);
}

/** The bytes from `offset` on, for small pieces such as headers. */
export async function readBytes(source: Source, offset: number, byteLength: number): Promise<Buffer> {
  if (offset + byteLength > source.size) throw endsEarly(source, offset + byteLength);
  const bytes = Buffer.allocUnsafeSlow(byteLength);
  await source.read(bytes, offset);
  return bytes;
}
