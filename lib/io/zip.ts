/** Zip archives, read through their central directory, entry by entry. */
import { Readable } from 'node:stream';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { FileError } from '../errors.js';
import { invalidFile, quoted, unsupportedFile } from './file-error.js';
import type { Source } from './source.js';

/** A local header without its name and extra field. */
const LOCAL_HEADER_BYTES = 30;
const STORED = 0;

/** The bytes of one entry, where they lie uncompressed in the archive. */
export interface ZipRange {
  readonly offset: number;
  readonly byteLength: number;
}

export class ZipArchive {
  readonly #source: Source;
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(source: Source, zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#source = source;
    this.#zip = zip;
    this.#entries = entries;
  }

  /** @throws FileError unless the directory is whole, without duplicate names and with entries that do not overlap */
  static async open(source: Source): Promise<ZipArchive> {
    return guard(source, async () => {
      const zip = await fromRandomAccessReaderPromise(new SourceReader(source), source.size, {
        autoClose: false,
      });
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        if (entries.has(entry.fileName))
          throw invalidFile(source, `the archive has two entries ${quoted(entry.fileName)}`);
        entries.set(entry.fileName, entry);
      }
      checkOverlap(source, [...entries.values()]);
      return new ZipArchive(source, zip, entries);
    });
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Where an uncompressed entry lies. Undefined when there is no such entry. */
  async locate(name: string): Promise<ZipRange | undefined> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    if (entry.compressionMethod !== STORED || entry.isEncrypted()) {
      throw unsupportedFile(
        this.#source,
        `the entry ${quoted(name)} is compressed or encrypted, which torch.save never does; save it again with torch.save`,
      );
    }
    const { fileDataStart } = await guard(this.#source, () =>
      this.#zip.readLocalFileHeaderPromise(entry, { minimal: true }),
    );
    return { offset: fileDataStart, byteLength: entry.uncompressedSize };
  }

  /** An entry's bytes, inflated where it is compressed. Never takes memory for more than `maxBytes`. */
  async read(name: string, maxBytes: number): Promise<Buffer | undefined> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    if (entry.uncompressedSize > maxBytes) {
      throw unsupportedFile(
        this.#source,
        `the entry ${quoted(name)} has ${entry.uncompressedSize} bytes, at most ${maxBytes} are read`,
      );
    }
    return guard(this.#source, async () => {
      // The stream fails as soon as it yields more than the declared size.
      const stream = await this.#zip.openReadStreamPromise(entry);
      return Buffer.concat(await stream.toArray());
    });
  }
}

/** Each entry must end before the next one starts: else a small file could pose as a large one. */
function checkOverlap(source: Source, entries: Entry[]): void {
  entries.sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  let end = 0;
  for (const entry of entries) {
    const { fileName, relativeOffsetOfLocalHeader: start } = entry;
    if (start < end) throw invalidFile(source, `the entry ${quoted(fileName)} overlaps another`);
    end = start + LOCAL_HEADER_BYTES + entry.fileNameRaw.length + entry.compressedSize;
    if (!(end <= source.size))
      throw invalidFile(source, `the entry ${quoted(fileName)} ends outside of the file`);
  }
}

/** The archive as yauzl reads it. */
class SourceReader extends RandomAccessReader {
  readonly #source: Source;

  constructor(source: Source) {
    super();
    this.#source = source;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#chunks(start, end));
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#source
      .read([buffer.subarray(offset, offset + length)], position)
      .then(() => callback(null), callback);
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }

  async *#chunks(start: number, end: number): AsyncGenerator<Buffer> {
    for (let position = start; position < end; ) {
      const chunk = Buffer.allocUnsafeSlow(Math.min(end - position, 64 * 1024));
      await this.#source.read([chunk], position);
      position += chunk.length;
      yield chunk;
    }
  }
}

/** Runs `action`; what the zip and inflate libraries throw becomes an error that names the file. */
async function guard<T>(source: Source, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw invalidFile(source, `the zip archive is damaged: ${(error as Error).message}`, error);
  }
}
