/** The memory behind tensors. */
import { totalmem } from 'node:os';
import { ConvoltError } from '../errors.js';
import { addon } from '../runtime/addon.js';

/** A cache line: where new storages start, unless they are too small for it to matter. */
const ALIGNMENT = 64;
const SMALL = 4096;

/** Linux's huge pages. Blocks as large as that consist of such pages alone, each of which the first touch clears at once. */
const HUGE_PAGE = 2 << 20;

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
  /** The bytes, or how many to allocate. */
  #memory: Uint8Array | number;

  constructor(bytes: Uint8Array) {
    this.#memory = bytes;
  }

  /** Exactly the bytes of this storage. Its length is 0 once the buffer was detached. */
  get bytes(): Uint8Array {
    if (typeof this.#memory === 'number') this.#memory = allocate(this.#memory);
    return this.#memory;
  }

  /** @internal Frees storages now, of which nobody has a tensor any more. */
  static free(storages: readonly Storage[]): void {
    const blocks = storages.map((storage) => storage.#memory).filter((memory) => typeof memory !== 'number');
    addon.freeBlocks(blocks.filter(({ byteLength }) => byteLength > 0));
  }

  /**
   * `byteLength` uninitialised bytes. They are allocated when they are first asked for, which nobody does of parameters that a
   * file replaces.
   */
  static allocate(byteLength: number): Storage {
    Allowance.spend(byteLength);
    if (!(byteLength <= MEMORY)) throw refusal(byteLength, `; there are ${MEMORY}`);
    const storage = new Storage(NOTHING);
    storage.#memory = byteLength;
    return storage;
  }

  /**
   * Storages that lie in one block, whole cache lines apart, for tensors that live and die together: the system clears few large
   * pages in place of thousands of small ones. The block is freed, and transferred away, as a whole.
   */
  static allocateTogether(byteLengths: readonly number[]): Storage[] {
    const starts: number[] = [];
    let end = 0;
    for (const byteLength of byteLengths) {
      starts.push(end);
      end += Math.ceil(byteLength / ALIGNMENT) * ALIGNMENT;
    }
    const { bytes } = Storage.allocate(end);
    return byteLengths.map(
      (byteLength, i) => new Storage(bytes.subarray(starts[i], (starts[i] as number) + byteLength)),
    );
  }
}

const NOTHING = new Uint8Array();

function allocate(byteLength: number): Uint8Array {
  const isSmall = byteLength < SMALL;
  const alignment = byteLength < HUGE_PAGE ? ALIGNMENT : HUGE_PAGE;
  let block: Uint8Array;
  try {
    block = Buffer.allocUnsafeSlow(
      isSmall ? byteLength : Math.ceil(byteLength / alignment) * alignment + alignment,
    );
  } catch (cause) {
    throw refusal(byteLength, '', cause);
  }
  if (isSmall) return block;
  const start = addon.prepareBlock(new Uint8Array(block.buffer), alignment);
  return new Uint8Array(block.buffer, start, byteLength);
}

function refusal(byteLength: number, reason: string, cause?: unknown): ConvoltError {
  const message = `cannot allocate a tensor of ${byteLength} bytes${reason}`;
  return new ConvoltError('CONVOLT_OUT_OF_MEMORY', message, { cause });
}
