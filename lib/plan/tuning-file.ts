/** The file of `compile`'s option `tune`: how long algorithms take, on each machine that measured any. */
import { readFile } from 'node:fs/promises';
import { FileError } from '../errors.js';
import { writeAtomically } from '../io/write-atomically.js';

/** Milliseconds by algorithm, by the geometry of the layer. */
export type Times = Map<string, Map<string, number>>;

const FORMAT = 'convolt tune';
const VERSION = 1;

/**
 * @returns by machine what was measured there; empty where there is no file
 * @throws FileError `CONVOLT_INVALID_FILE` for what `compile` did not write, `CONVOLT_UNSUPPORTED_FILE` for what a later version wrote
 */
export async function readTimes(path: string): Promise<Map<string, Times>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
  const { format, version, machines } = parse(path, text);
  if (format !== FORMAT) throw damaged(path);
  if (version !== VERSION)
    throw new FileError(
      'CONVOLT_UNSUPPORTED_FILE',
      path,
      `written in version ${version} of the format of compile's tune, and this is version ${VERSION}; name another file`,
    );
  return mapOf(path, machines, (times) =>
    mapOf(path, times, (algorithms) => mapOf(path, algorithms, (value) => checkTime(path, value))),
  );
}

/** Adds what a machine measured to the file. */
export async function writeTimes(path: string, machine: string, times: Times): Promise<void> {
  const machines = await readTimes(path); // another process may have written meanwhile
  machines.set(machine, new Map([...(machines.get(machine) ?? []), ...times]));
  const content = { format: FORMAT, version: VERSION, machines };
  const text = JSON.stringify(content, (_, value) => (value instanceof Map ? objectOf(value) : value), 2);
  await writeAtomically(path, async (file) => {
    await file.writeFile(`${text}\n`);
  });
}

function parse(path: string, text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch (cause) {
    throw damaged(path, cause);
  }
}

function mapOf<T>(path: string, value: unknown, convert: (value: unknown) => T): Map<string, T> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged(path);
  return new Map(Object.entries(value).map(([key, each]) => [key, convert(each)]));
}

function checkTime(path: string, value: unknown): number {
  if (typeof value !== 'number' || !(value > 0)) throw damaged(path);
  return value;
}

/** Own properties, whatever the keys are. */
function objectOf(map: Map<string, unknown>): object {
  return Object.fromEntries(map);
}

function damaged(path: string, cause?: unknown): FileError {
  return new FileError(
    'CONVOLT_INVALID_FILE',
    path,
    'not a file that compile wrote for tune, or damaged since; delete it to measure again, or name another',
    { cause },
  );
}
