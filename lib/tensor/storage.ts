/** The memory behind tensors. */
import { totalmem } from 'node:os';
import { ConvoltError } from '../errors.js';
import { addon } from '../runtime/addon.js';

/** A cache line: where new storages start, unless they are too small for it to matter. */
const ALIGNMENT = 64;
const SMALL = 4096;

/**
 * What this machine, or the container, has. Systems promise more than they have and end the process when it is used, so
 * what can never fit is refused at once.
 */
const MEMORY = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

/**
 * @internal A limit on what is allocated in one or several pieces of work. Memory that is freed in between still counts:
 * nobody can tell when that is.
 */
export class Allowance {
  static #current: Allowance | undefined;
  readonly #refusal: (byteLength: number) => Error;
  #outer: Allowance | undefined;
  #left: number;

  /**
   * @param bytes what may be allocated in all
   * @param refusal the error for a storage that takes more than what is left
   */
  constructor(bytes: number, refusal: (byteLength: number) => Error) {
    this.#left = bytes;
    this.#refusal = refusal;
  }

  /** Calls `body`, whose storages are taken from this allowance, and from one that it is called within. */
  within<R>(body: () => R): R {
    this.#outer = Allowance.#current;
    Allowance.#current = this;
    try {
      return body();
    } finally {
      Allowance.#current = this.#outer;
    }
  }

  /** Takes what a storage is about to take. */
  static spend(byteLength: number): void {
    for (let allowance = Allowance.#current; allowance !== undefined; allowance = allowance.#outer) {
      if (byteLength > allowance.#left) throw allowance.#refusal(byteLength);
      allowance.#left -= byteLength;
    }
  }
}

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

  /** @internal Frees storages now, of which nobody has a tensor any more. */
  static free(storages: readonly Storage[]): void {
    addon.freeBlocks(storages.map(({ bytes }) => bytes).filter(({ byteLength }) => byteLength > 0));
  }

  /** `byteLength` uninitialised bytes. */
  static allocate(byteLength: number): Storage {
    Allowance.spend(byteLength);
    const isSmall = byteLength < SMALL;
    const refusal = `cannot allocate a tensor of ${byteLength} bytes`;
    if (!(byteLength <= MEMORY))
      throw new ConvoltError('CONVOLT_OUT_OF_MEMORY', `${refusal}; there are ${MEMORY}`);
    let block: Uint8Array;
    try {
      block = Buffer.allocUnsafeSlow(isSmall ? byteLength : byteLength + ALIGNMENT);
    } catch (cause) {
      throw new ConvoltError('CONVOLT_OUT_OF_MEMORY', refusal, { cause });
    }
    if (isSmall) return new Storage(block);
    const start = addon.prepareBlock(new Uint8Array(block.buffer));
    return new Storage(new Uint8Array(block.buffer, start, byteLength));
  }
}
