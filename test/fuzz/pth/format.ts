/** PyTorch's checkpoints: a zip archive with a pickle in it, and the older form of pickles after one another. */

import { BytesSource } from '../../../lib/io/source.js';
import { ZipArchive } from '../../../lib/io/zip.js';
import { type ForgedEntry, le, zip } from '../../io/forge.js';
import { damage } from '../../support/damage.js';
import type { Random } from '../../support/random.js';
import type { Format } from '../format.js';
import { loadTensors } from '../state-dict.js';
import { drawInteger, drawName } from '../values.js';
import { assemble, type Instruction, mutatePickle, parse } from './pickle.js';

/** Most pickles are changed in one or two places; a few are kept, and the archive around them is changed. */
function mutated(pickle: readonly Instruction[], random: Random): Buffer {
  const instructions = [...pickle];
  for (let n = random.below(4); n > 0; n--) mutatePickle(instructions, random);
  return assemble(instructions);
}

/** The entries of an archive. */
async function unzip(file: Uint8Array): Promise<ForgedEntry[]> {
  const archive = await ZipArchive.open(new BytesSource(file));
  return Promise.all(
    archive.names.map(async (name) => ({ name, data: (await archive.read(name, 1 << 20)) as Buffer })),
  );
}

function drawZip(seed: readonly ForgedEntry[], random: Random): Uint8Array {
  const entries = seed.map((entry) => {
    if (!entry.name.endsWith('/data.pkl')) return { ...entry };
    return { ...entry, data: mutated(parse(entry.data as Buffer).instructions, random) };
  });
  if (random.oneIn(3)) mutateDirectory(entries, random);
  return zip(entries);
}

/** Changes what the directory says of one entry, or what the entry holds. */
function mutateDirectory(entries: ForgedEntry[], random: Random): void {
  const at = random.below(entries.length);
  const entry = entries[at] as ForgedEntry;
  const size = Math.abs(drawInteger(random)) % 2 ** 32;
  switch (random.below(10)) {
    case 0:
      entry.size = size;
      return;
    case 1:
      entry.size = size;
      entry.compressedSize = size;
      return;
    case 2:
      entry.offset = size;
      return;
    case 3:
      entry.method = random.pick([8, 8, 12, random.below(1 << 16)]);
      return;
    case 4:
      entry.flags = 1 << random.below(12);
      return;
    case 5:
      entries.push({ ...entry, name: random.oneIn(2) ? entry.name : `${entry.name}2` });
      return;
    case 6:
      entries.splice(at, 1);
      return;
    case 7:
      entry.name = random.pick([
        drawName(random),
        'archive/constants.pkl',
        'archive/byteorder',
        'a/data.pkl',
      ]);
      return;
    case 8:
      entries.reverse();
      return;
    default:
      entry.data = Buffer.concat([
        Buffer.from(entry.data as Buffer),
        Buffer.alloc(random.below(64)),
      ]).subarray(random.below(16));
  }
}

interface Legacy {
  readonly pickles: readonly (readonly Instruction[])[];
  /** The storages. */
  readonly rest: Buffer;
}

function takeLegacyApart(file: Uint8Array): Legacy {
  const bytes = Buffer.from(file);
  const pickles: Instruction[][] = [];
  let at = 0;
  for (let n = 0; n < 5; n++) {
    const { instructions, end } = parse(bytes, at);
    pickles.push(instructions);
    at = end;
  }
  return { pickles, rest: bytes.subarray(at) };
}

function drawLegacy({ pickles, rest }: Legacy, random: Random): Uint8Array {
  // The state dict is the fourth.
  const changed = random.oneIn(6) ? random.below(5) : 3;
  const parts = pickles.map((pickle, i) => (i === changed ? mutated(pickle, random) : assemble(pickle)));
  const storages = Buffer.from(rest);
  if (random.oneIn(4) && storages.length >= 8) le(Math.abs(drawInteger(random)), 8).copy(storages);
  return Buffer.concat([...parts, random.oneIn(8) ? storages.subarray(random.below(32)) : storages]);
}

/** @param files sound checkpoints of both forms */
export async function pthFormat(files: readonly Uint8Array[]): Promise<Format> {
  const isZip = (file: Uint8Array) => file[0] === 0x50;
  const archives = await Promise.all(files.filter(isZip).map(unzip));
  const older = files.filter((file) => !isZip(file)).map(takeLegacyApart);
  return {
    name: 'pth',
    draw(random: Random) {
      if (random.oneIn(8)) return damage(random.pick(files), random);
      return random.oneIn(2)
        ? drawZip(random.pick(archives), random)
        : drawLegacy(random.pick(older), random);
    },
    async passesHeader(file: Uint8Array) {
      try {
        if (isZip(file)) await ZipArchive.open(new BytesSource(file));
        else parse(Buffer.from(file));
        return true;
      } catch {
        return false;
      }
    },
    load: loadTensors,
  };
}
