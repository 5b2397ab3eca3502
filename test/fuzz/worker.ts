/**
 * The process in which files are loaded: it may die of one. It reports each before the next.
 *
 * Arguments: format, seed, the number of the first file, and the one to stop before; or format and the path of a file.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt, type Report } from './attempt.js';
import { drawFile } from './draw.js';
import { type FormatName, findFormat } from './formats.js';

const [name, ...rest] = process.argv.slice(2) as [FormatName, ...string[]];
const folder = mkdtempSync(join(tmpdir(), 'convolt-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

async function main(): Promise<void> {
  const format = await findFormat(name);
  format.prepare?.(folder);
  const path = join(folder, 'file');
  const tryOne = async (file: Uint8Array) => {
    writeFileSync(path, file);
    await send(await attempt(format, path, file));
  };
  if (rest.length === 1) return tryOne(readFileSync(rest[0] as string));
  const [seed, from, to] = rest.map(Number) as [number, number, number];
  for (let i = from; i < to; i++) await tryOne(drawFile(format, seed, i));
}

/** Waits until the report is on its way: it must not die with this process. */
function send(report: Report): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(report, (error: Error | null) => (error ? reject(error) : resolve()));
  });
}

main().then(
  () => process.disconnect(),
  (error: Error) => {
    console.error(error);
    process.exit(1);
  },
);
