/** The memory behind tensors. */
import { ConvoltError } from '../errors.js';
import { addon } from '../runtime/addon.js';

/** A cache line: where new storages start, unless they are too small for it to matter. */
const ALIGNMENT = 64;
const SMALL = 4096;

/**
 * A block of memory that one or more tensors view. It belongs to the garbage collector: V8 allocates and frees it, and
 * counts it as external memory. (An external ArrayBuffer over native memory would be freed only when the event loop
 * turns, so a synchronous loop of forwards would hold on to every result.)
 */
export class Storage {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Exactly the bytes of this storage. Its length is 0 once the buffer was detached. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** `byteLength` uninitialised bytes. */
  static allocate(byteLength: number): Storage {
    const isSmall = byteLength < SMALL;
    let block: Uint8Array;
    try {
      block = Buffer.allocUnsafeSlow(isSmall ? byteLength : byteLength + ALIGNMENT);
    } catch (cause) {
      throw new ConvoltError('CONVOLT_OUT_OF_MEMORY', `cannot allocate a tensor of ${byteLength} bytes`, {
        cause,
      });
    }
    if (isSmall) return new Storage(block);
    const start = addon.alignmentOffset(new Uint8Array(block.buffer));
    return new Storage(new Uint8Array(block.buffer, start, byteLength));
  }
}
