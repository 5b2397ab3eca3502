/** safetensors files: the length of a header, the header in JSON, the data. */
import { damage } from '../support/damage.js';
import type { Random } from '../support/random.js';
import type { Format } from './format.js';
import { loadTensors } from './state-dict.js';
import { drawInteger, drawName } from './values.js';

interface Entry {
  dtype: unknown;
  shape: unknown;
  data_offsets: unknown;
}

/** A file in pieces. Keys may occur twice. */
interface Parts {
  entries: [name: string, value: unknown][];
  data: Uint8Array;
}

function takeApart(file: Uint8Array): Parts {
  const length = Number(Buffer.from(file.buffer, file.byteOffset).readBigUInt64LE());
  const header = JSON.parse(Buffer.from(file.subarray(8, 8 + length)).toString()) as Record<string, unknown>;
  return { entries: Object.entries(header), data: file.subarray(8 + length) };
}

function putTogether({ entries, data }: Parts, random: Random): Uint8Array {
  const json = entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? 'null'}`);
  const header = Buffer.from(`{${json}}${' '.repeat(random.below(9))}`);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(random.oneIn(30) ? Math.max(0, drawInteger(random)) : header.length));
  return Buffer.concat([length, header, data]);
}

const dtypes = [
  'F64',
  'F32',
  'F16',
  'BF16',
  'I64',
  'I32',
  'I16',
  'I8',
  'U8',
  'BOOL',
  'U64',
  'F8_E4M3',
  'f32',
  7,
];

/** The bytes of an element, by dtype. */
const widths: Readonly<Record<string, number>> = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, I16: 2 };

/** Changes one entry, and lays all entries out anew so that only the change is wrong, if it is. */
function mutate(parts: Parts, random: Random): void {
  const { entries } = parts;
  const at = random.below(entries.length);
  const [name, value] = entries[at] as [string, Entry];
  const entry = { ...value };
  entries[at] = [name, entry];
  const shape = Array.isArray(entry.shape) ? [...entry.shape] : [];
  switch (random.below(10)) {
    case 0:
      entry.dtype = random.pick(dtypes);
      break;
    case 1:
      shape[random.below(shape.length + 1)] = drawInteger(random);
      entry.shape = shape;
      break;
    case 2:
      shape.splice(
        random.below(shape.length + 1),
        random.below(2),
        random.pick([1, 1, 0, drawInteger(random)]),
      );
      entry.shape = shape;
      break;
    case 3:
      entries[at] = [drawName(random), entry];
      break;
    case 4:
      entries.push([random.oneIn(2) ? name : `${name}2`, { ...entry }]);
      break;
    case 5:
      entries.splice(at, entries.length > 1 ? 1 : 0);
      break;
    case 6:
      entries[at] = [
        name,
        random.pick<unknown>([null, [], {}, 'F32', [[[[1]]]], { ...entry, shape: [[2]] }]),
      ];
      return;
    case 7:
      entries.unshift([
        '__metadata__',
        random.pick<unknown>([{ a: 'b' }, { a: 1 }, [], null, { a: { b: 'c' } }]),
      ]);
      return;
    case 8:
      entry.data_offsets = random.pick<unknown>([
        [drawInteger(random), drawInteger(random)],
        [0],
        '0',
        [0, 1, 2],
        [4, 0],
        [0.5, 4.5],
      ]);
      return;
    default:
      parts.data = Buffer.concat([parts.data, Buffer.alloc(random.below(64))]).subarray(random.below(16));
      return;
  }
  if (!random.oneIn(4)) layOut(parts);
}

/** Gives each tensor the place after the one before it, and the data as many bytes as that takes, if not too many. */
function layOut(parts: Parts): void {
  let end = 0;
  for (const [, value] of parts.entries) {
    const { dtype, shape } = (value ?? {}) as Entry;
    if (!Array.isArray(shape)) continue;
    const begin = end;
    end += (shape as number[]).reduce((product, size) => product * size, 1) * (widths[`${dtype}`] ?? 1);
    (value as Entry).data_offsets = [begin, end];
  }
  if (end >= 0 && end < 1 << 16) parts.data = new Uint8Array(end);
}

/** @param seeds sound files */
export function safetensorsFormat(seeds: readonly Uint8Array[]): Format {
  return {
    name: 'safetensors',
    draw(random: Random) {
      const file = random.pick(seeds);
      if (random.oneIn(8)) return damage(file, random);
      const parts = takeApart(file);
      for (let n = 1 + random.below(2); n > 0; n--) mutate(parts, random);
      return putTogether(parts, random);
    },
    async passesHeader(file: Uint8Array) {
      try {
        takeApart(file);
        return true;
      } catch {
        return false;
      }
    },
    load: loadTensors,
  };
}
