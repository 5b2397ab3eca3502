/**
 * An interpreter for the pickles inside PyTorch checkpoints, closed as PyTorch's own weights-only loader: it knows the
 * opcodes that `torch.save` writes for tensors in containers, and calls nothing but the functions its host gives it. No
 * code from the file runs.
 *
 * Python's values become: None null, int number (bigint beyond 2^53), float number, str string, tuple and list Array,
 * dict Map, set Set.
 */
import { invalidFile, quoted, unsupportedFile } from '../file-error.js';
import type { Source } from '../source.js';
import type { Cursor } from './cursor.js';

/** A class or function that a pickle may name. Only those with `call` may be called. */
export class PickleGlobal {
  /** Python's name, e.g. `collections.OrderedDict`. */
  readonly name: string;
  readonly call: ((args: readonly unknown[], source: Source) => unknown) | undefined;

  constructor(name: string, call?: (args: readonly unknown[], source: Source) => unknown) {
    this.name = name;
    this.call = call;
  }
}

/** What the interpreter asks for: the globals a pickle names, and the objects kept outside of it. */
export interface PickleHost {
  findGlobal(source: Source, module: string, name: string): PickleGlobal;
  loadPersistent(source: Source, id: unknown): unknown;
}

/** Steps of one pickle. A checkpoint takes about fifty for each tensor. */
const MAX_STEPS = 5_000_000;
/** Dicts, sets and results of calls, which take far more memory than the byte or two that ask for one. */
const MAX_OBJECTS = 1_000_000;
/** The longest string, in bytes; names of tensors have tens. */
const MAX_STRING_BYTES = 2 ** 26;
const MAX_NAME_BYTES = 1024;
/** More than any opcode but BINUNICODE takes: two names. */
const LOOKAHEAD = 2 * MAX_NAME_BYTES + 16;

/** Reads one pickle and leaves the cursor behind its STOP. */
export async function unpickle(cursor: Cursor, host: PickleHost): Promise<unknown> {
  const machine = new Machine(cursor, host);
  for (let step = 0; step < MAX_STEPS; step++) {
    if (cursor.needs(LOOKAHEAD)) await cursor.prefetch(LOOKAHEAD);
    const opcode = cursor.takeByte();
    if (opcode === STOP) return machine.pop();
    const run = instructions.get(opcode);
    if (run === undefined) {
      throw unsupportedFile(
        cursor.source,
        `the pickle uses opcode 0x${opcode.toString(16)}, which torch.save does not write for a state dict; ` +
          `save it again with torch.save(model.state_dict(), path)`,
      );
    }
    const pending = run(machine);
    if (pending !== undefined) await pending;
  }
  throw unsupportedFile(cursor.source, `the pickle has more than ${MAX_STEPS} steps`);
}

/** The stack, the marks on it and the memo. */
class Machine {
  readonly cursor: Cursor;
  readonly host: PickleHost;
  readonly #stack: unknown[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, unknown>();
  #objects = 0;

  constructor(cursor: Cursor, host: PickleHost) {
    this.cursor = cursor;
    this.host = host;
  }

  get source(): Source {
    return this.cursor.source;
  }

  push(value: unknown): void {
    this.#stack.push(value);
  }

  /** Pushes what `make` returns, unless there are too many objects already. */
  pushNew(make: () => unknown): void {
    if (++this.#objects > MAX_OBJECTS) {
      throw unsupportedFile(this.source, `the pickle makes more than ${MAX_OBJECTS} objects`);
    }
    this.push(make());
  }

  pop(): unknown {
    this.#checkHeight(1);
    return this.#stack.pop();
  }

  popMany(count: number): unknown[] {
    this.#checkHeight(count);
    const values: unknown[] = [];
    for (let i = 0; i < count; i++) values.unshift(this.#stack.pop());
    return values;
  }

  top(): unknown {
    this.#checkHeight(1);
    return this.#stack.at(-1);
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  popToMark(): unknown[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.broken('it lacks a mark');
    return this.#stack.splice(mark);
  }

  remember(index: number): void {
    this.#memo.set(index, this.top());
  }

  recall(index: number): void {
    if (!this.#memo.has(index)) throw this.broken(`nothing was remembered under ${index}`);
    this.push(this.#memo.get(index));
  }

  broken(what: string): Error {
    return invalidFile(this.source, `the pickle is broken at byte ${this.cursor.position}: ${what}`);
  }

  #checkHeight(count: number): void {
    if (this.#stack.length - (this.#marks.at(-1) ?? 0) < count) throw this.broken('its stack is empty');
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

type Instruction = (machine: Machine) => Promise<void> | void;

const STOP = 0x2e;

/** Each opcode's instruction, by the names of Python's pickletools. */
const instructions = new Map<number, Instruction>([
  [0x80, proto],
  [0x28, (m) => m.mark()], // MARK
  [0x4e, (m) => m.push(null)], // NONE
  [0x88, (m) => m.push(true)], // NEWTRUE
  [0x89, (m) => m.push(false)], // NEWFALSE
  [0x4a, (m) => m.push(m.cursor.take(4).readInt32LE())], // BININT
  [0x4b, (m) => m.push(m.cursor.takeByte())], // BININT1
  [0x4d, (m) => m.push(m.cursor.take(2).readUInt16LE())], // BININT2
  [0x8a, (m) => m.push(toInteger(m.cursor.take(m.cursor.takeByte())))], // LONG1
  [0x47, (m) => m.push(m.cursor.take(8).readDoubleBE())], // BINFLOAT
  [0x55, (m) => m.push(m.cursor.take(m.cursor.takeByte()).toString('latin1'))], // SHORT_BINSTRING
  [0x58, binUnicode],
  [0x29, (m) => m.push([])], // EMPTY_TUPLE
  [0x5d, (m) => m.push([])], // EMPTY_LIST
  [0x7d, (m) => m.pushNew(() => new Map())], // EMPTY_DICT
  [0x8f, (m) => m.pushNew(() => new Set())], // EMPTY_SET
  [0x74, (m) => m.push(m.popToMark())], // TUPLE
  [0x85, (m) => m.push(m.popMany(1))], // TUPLE1
  [0x86, (m) => m.push(m.popMany(2))], // TUPLE2
  [0x87, (m) => m.push(m.popMany(3))], // TUPLE3
  [0x61, (m) => append(m, m.popMany(1))], // APPEND
  [0x65, (m) => append(m, m.popToMark())], // APPENDS
  [0x73, (m) => setItems(m, m.popMany(2))], // SETITEM
  [0x75, (m) => setItems(m, m.popToMark())], // SETITEMS
  [0x71, (m) => m.remember(m.cursor.takeByte())], // BINPUT
  [0x72, (m) => m.remember(m.cursor.take(4).readUInt32LE())], // LONG_BINPUT
  [0x68, (m) => m.recall(m.cursor.takeByte())], // BINGET
  [0x6a, (m) => m.recall(m.cursor.take(4).readUInt32LE())], // LONG_BINGET
  [0x51, (m) => m.push(m.host.loadPersistent(m.source, m.pop()))], // BINPERSID
  [0x63, global],
  [0x52, reduce], // REDUCE
  [0x81, reduce], // NEWOBJ: cls.__new__(cls, *args), which for the classes we know is the call
  [0x62, build],
]);

function proto(m: Machine): void {
  const protocol = m.cursor.takeByte();
  if (protocol !== 2) {
    throw unsupportedFile(
      m.source,
      `the pickle has protocol ${protocol}, torch.save writes 2; save it again with its default protocol`,
    );
  }
}

async function binUnicode(m: Machine): Promise<void> {
  const { cursor } = m;
  const byteLength = cursor.take(4).readUInt32LE();
  if (byteLength > MAX_STRING_BYTES) throw m.broken(`a string of ${byteLength} bytes`);
  if (cursor.needs(byteLength)) await cursor.prefetch(byteLength);
  const bytes = cursor.take(byteLength);
  try {
    m.push(utf8.decode(bytes));
  } catch {
    throw m.broken('a string is not UTF-8');
  }
}

/** A little-endian integer in two's complement. */
function toInteger(bytes: Buffer): number | bigint {
  if (bytes.length === 0) return 0;
  const unsigned = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  const value = BigInt.asIntN(8 * bytes.length, unsigned);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function append(m: Machine, items: readonly unknown[]): void {
  const list = m.top();
  if (!Array.isArray(list)) throw m.broken('it appends to what is not a list');
  for (const item of items) list.push(item);
}

function setItems(m: Machine, items: readonly unknown[]): void {
  const dict = m.top();
  if (!(dict instanceof Map)) throw m.broken('it sets an item of what is not a dict');
  if (items.length % 2 !== 0) throw m.broken('a key has no value');
  for (let i = 0; i < items.length; i += 2) dict.set(items[i], items[i + 1]);
}

function global(m: Machine): void {
  const module = m.cursor.takeLine(MAX_NAME_BYTES).toString('utf8');
  const name = m.cursor.takeLine(MAX_NAME_BYTES).toString('utf8');
  m.push(m.host.findGlobal(m.source, module, name));
}

function reduce(m: Machine): void {
  const [callee, args] = m.popMany(2);
  if (!(callee instanceof PickleGlobal) || !Array.isArray(args)) {
    throw m.broken('it calls what is not a function');
  }
  const { call } = callee;
  if (call === undefined) throw m.broken(`it calls ${quoted(callee.name)}`);
  m.pushNew(() => call(args, m.source));
}

/** Sets attributes. Of a dict (`_metadata` on the OrderedDict of a state dict) they hold no weights, and are dropped. */
function build(m: Machine): void {
  m.pop();
  if (!(m.top() instanceof Map)) throw m.broken('it sets attributes of what is not a dict');
}
