/** Where the bytes of a file come from: a file on disk read piece by piece, or memory. */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ArgumentError } from '../errors.js';
import { atOnce } from './at-once.js';
import { invalidFile } from './file-error.js';

/** What {@link load} reads: a path, a `file:` URL, or the file's bytes. */
export type PathOrBytes = string | URL | Uint8Array | ArrayBuffer;

/** Bytes that can be read from any offset. */
export interface Source {
  /** What error messages call it: the path, or `bytes`. */
  readonly name: string;
  readonly size: number;
  /**
   * Fills blocks, one behind another, with the bytes from `offset` on. Rejects with `CONVOLT_INVALID_FILE` where there are not
   * enough.
   */
  read(into: readonly Uint8Array[], offset: number): Promise<void>;
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

  async read(into: readonly Uint8Array[], offset: number): Promise<void> {
    let position = offset;
    for (const block of into) {
      const end = position + block.byteLength;
      // The caller's buffer can be detached or shrunk while we wait.
      if (end > this.#bytes.byteLength) throw endsEarly(this, end);
      block.set(this.#bytes.subarray(position, end));
      position = end;
    }
  }

  async close(): Promise<void> {}
}

/**
 * What one call to the system reads: little enough for several threads to have their share of a file, and enough for them to
 * be busy while this thread is.
 */
const RUN_BYTES = 16 << 20;
/** And into how many blocks: systems take no more (IOV_MAX). */
const RUN_BLOCKS = 1024;

class FileSource implements Source {
  readonly name: string;
  readonly size: number;
  readonly #handle: FileHandle;

  constructor(name: string, size: number, handle: FileHandle) {
    this.name = name;
    this.size = size;
    this.#handle = handle;
  }

  async read(into: readonly Uint8Array[], offset: number): Promise<void> {
    let position = offset;
    const fills = runsOf(into).map((run) => {
      const start = position;
      position += byteLengthOf(run);
      return () => this.#fill(run, start);
    });
    await atOnce(fills);
  }

  async #fill(run: Uint8Array[], offset: number): Promise<void> {
    let position = offset;
    const end = offset + byteLengthOf(run);
    for (let left = run; position < end; ) {
      const { bytesRead } = await this.#handle.readv(left, position);
      if (bytesRead === 0) throw endsEarly(this, end);
      position += bytesRead;
      left = withoutFirst(left, bytesRead);
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** The blocks in their order, put together or cut up to what one call reads. */
function runsOf(blocks: readonly Uint8Array[]): Uint8Array[][] {
  const runs: Uint8Array[][] = [];
  let room = 0;
  for (const block of blocks) {
    for (let start = 0; start < block.byteLength; ) {
      if (room === 0 || runs.at(-1)?.length === RUN_BLOCKS) {
        runs.push([]);
        room = RUN_BYTES;
      }
      const part = block.subarray(start, start + room);
      runs.at(-1)?.push(part);
      room -= part.byteLength;
      start += part.byteLength;
    }
  }
  return runs;
}

/** What is left of blocks whose first bytes were filled. */
function withoutFirst(blocks: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let filled = bytes;
  return blocks.flatMap((block) => {
    const start = Math.min(filled, block.byteLength);
    filled -= start;
    return start < block.byteLength ? [block.subarray(start)] : [];
  });
}

function byteLengthOf(blocks: readonly Uint8Array[]): number {
  return blocks.reduce((sum, { byteLength }) => sum + byteLength, 0);
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
  await source.read([bytes], offset);
  return bytes;
}
