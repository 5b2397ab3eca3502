/** Pickles as lists of instructions, so that one can be changed without breaking the rest. */
import { le } from '../../io/forge.js';
import type { Random } from '../../support/random.js';
import { drawInteger, drawName } from '../values.js';

export interface Instruction {
  readonly opcode: number;
  readonly argument: Uint8Array;
}

/** The bytes of an argument, or how many of them say how many follow. */
const fixed: Readonly<Record<number, number>> = {
  128: 1, // PROTO
  74: 4, // BININT
  75: 1, // BININT1
  77: 2, // BININT2
  71: 8, // BINFLOAT
  113: 1, // BINPUT
  114: 4, // LONG_BINPUT
  104: 1, // BINGET
  106: 4, // LONG_BINGET
};
const counted: Readonly<Record<number, number>> = {
  138: 1, // LONG1
  85: 1, // SHORT_BINSTRING
  88: 4, // BINUNICODE
};
const GLOBAL = 0x63;
const STOP = 0x2e;
const LONG1 = 0x8a;
const BINUNICODE = 0x58;

/** The instructions of one pickle, STOP included, and where it ends. */
export function parse(bytes: Buffer, start = 0): { instructions: Instruction[]; end: number } {
  const instructions: Instruction[] = [];
  for (let at = start; at < bytes.length; ) {
    const opcode = bytes[at] as number;
    const end = at + 1 + lengthOf(bytes, at + 1, opcode);
    instructions.push({ opcode, argument: bytes.subarray(at + 1, end) });
    at = end;
    if (opcode === STOP) return { instructions, end: at };
  }
  throw new Error('the pickle has no end');
}

function lengthOf(bytes: Buffer, at: number, opcode: number): number {
  if (opcode === GLOBAL) return bytes.indexOf('\n', bytes.indexOf('\n', at) + 1) + 1 - at;
  const width = counted[opcode];
  return width === undefined ? (fixed[opcode] ?? 0) : width + bytes.readUIntLE(at, width);
}

export function assemble(instructions: readonly Instruction[]): Buffer {
  return Buffer.concat(instructions.flatMap(({ opcode, argument }) => [Uint8Array.of(opcode), argument]));
}

/** A number as the instruction that has room for any. */
function integer(value: number): Instruction {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return { opcode: LONG1, argument: Buffer.concat([Uint8Array.of(8), bytes]) };
}

function text(value: string): Instruction {
  const bytes = Buffer.from(value);
  return { opcode: BINUNICODE, argument: Buffer.concat([le(bytes.length, 4), bytes]) };
}

const global = (name: string): Instruction => ({ opcode: GLOBAL, argument: Buffer.from(`${name}\n`) });

const globals = [
  ...[
    'Float',
    'Double',
    'Half',
    'BFloat16',
    'Long',
    'Int',
    'Short',
    'Char',
    'Byte',
    'Bool',
    'ComplexFloat',
  ].map((name) => `torch\n${name}Storage`),
  ...[
    '_rebuild_tensor',
    '_rebuild_tensor_v2',
    '_rebuild_tensor_v3',
    '_rebuild_parameter',
    '_rebuild_qtensor',
  ].map((name) => `torch._utils\n${name}`),
  'torch._tensor\n_rebuild_from_type_v2',
  'torch.storage\nUntypedStorage',
  'torch\nfloat32',
  'torch\nSize',
  'torch\nTensor',
  'collections\nOrderedDict',
  'collections\nCounter',
  'builtins\nset',
  'os\nsystem',
];

/** Those without an argument: marks, constants, containers, calls. */
const plain = [...'(NtRa)]}seubQ2']
  .map((letter) => letter.charCodeAt(0))
  .concat([0x81, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8f]);

const numbers = [0x4a, 0x4b, 0x4d, LONG1];

/** Changes one instruction. Sizes, offsets and strides are numbers; names are strings; types are globals. */
export function mutatePickle(instructions: Instruction[], random: Random): void {
  const places = (opcodes: readonly number[]) =>
    instructions.flatMap(({ opcode }, i) => (opcodes.includes(opcode) ? [i] : []));
  const replace = (opcodes: readonly number[], made: Instruction) => {
    const found = places(opcodes);
    if (found.length > 0) instructions[random.pick(found)] = made;
  };
  const at = random.below(instructions.length);
  const one = instructions[at] as Instruction;
  switch (random.below(12)) {
    case 0:
    case 1:
    case 2:
    case 3:
      replace(numbers, integer(drawInteger(random)));
      break;
    case 4:
      replace([BINUNICODE], text(random.oneIn(2) ? drawName(random) : `${random.below(9)}`));
      break;
    case 5:
    case 6:
      replace([GLOBAL], global(random.pick(globals)));
      break;
    case 7:
      instructions.splice(at, 1);
      break;
    case 8:
      instructions.splice(at, 0, one);
      break;
    case 9:
      instructions[at] = { opcode: random.pick(plain), argument: new Uint8Array() };
      break;
    case 10:
      instructions.splice(at, 0, { opcode: random.pick(plain), argument: new Uint8Array() });
      break;
    default:
      repeat(instructions, at, random);
  }
}

/** A piece of the pickle over and over: nesting, long lists, many objects. */
function repeat(instructions: Instruction[], at: number, random: Random): void {
  const piece = instructions.slice(at, at + 1 + random.below(12));
  const times = random.oneIn(4) ? 1000 : random.below(20);
  for (let n = 0; n < times; n++) instructions.splice(at, 0, ...piece);
}
