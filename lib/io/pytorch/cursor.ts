/** Reads a source from front to back, with a window of it in memory. */
import { invalidFile } from '../file-error.js';
import type { Source } from '../source.js';

const WINDOW_BYTES = 64 * 1024;

/**
 * A place in a source. {@link prefetch} brings the bytes that follow into memory, `take…` then consumes them without
 * waiting; that keeps an interpreter of single bytes fast.
 */
export class Cursor {
  readonly source: Source;
  #window: Buffer = Buffer.alloc(0);
  /** Where the window starts in the source, and the next byte in the window. */
  #windowStart: number;
  #next = 0;

  constructor(source: Source, position = 0) {
    this.source = source;
    this.#windowStart = position;
  }

  /** The offset of the next byte in the source. */
  get position(): number {
    return this.#windowStart + this.#next;
  }

  /** Makes the next `byteLength` bytes available, or all to the source's end where there are fewer. */
  async prefetch(byteLength: number): Promise<void> {
    const { position } = this;
    const rest = this.source.size - position;
    const wanted = Math.min(rest, Math.max(byteLength, WINDOW_BYTES));
    const window = Buffer.allocUnsafeSlow(wanted);
    await this.source.read([window], position);
    this.#window = window;
    this.#windowStart = position;
    this.#next = 0;
  }

  /** Whether {@link prefetch} would bring anything that is not at hand yet. */
  needs(byteLength: number): boolean {
    const windowEnd = this.#windowStart + this.#window.length;
    return this.position + byteLength > windowEnd && windowEnd < this.source.size;
  }

  /** The next bytes, valid until the next {@link prefetch}. */
  take(byteLength: number): Buffer {
    const end = this.#next + byteLength;
    if (end > this.#window.length) {
      throw invalidFile(this.source, `the file ends inside the pickle, at byte ${this.source.size}`);
    }
    const bytes = this.#window.subarray(this.#next, end);
    this.#next = end;
    return bytes;
  }

  takeByte(): number {
    const byte = this.#window[this.#next];
    if (byte === undefined) return this.take(1)[0] as number;
    this.#next++;
    return byte;
  }

  /** The next bytes up to a line feed, which is consumed; at most `maxBytes` of them. */
  takeLine(maxBytes: number): Buffer {
    const length = this.#window.subarray(this.#next, this.#next + maxBytes).indexOf('\n');
    if (length < 0)
      throw invalidFile(this.source, `a line of the pickle has no end within ${maxBytes} bytes`);
    return this.take(length + 1).subarray(0, length);
  }
}
