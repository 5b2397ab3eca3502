/**
 * npm run fuzz: damaged files, drawn and loaded by the thousand. Each must load, or be refused with a ConvoltError, in time
 * and without taking memory that it has no claim to. `npm run fuzz -- --help` lists the options.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Report } from './attempt.js';
import { drawFile } from './draw.js';
import { type FormatName, findFormat, shares } from './formats.js';
import { runRange, runWorker } from './session.js';
import { Tally } from './tally.js';

const HELP = `npm run fuzz -- [options]

  --seed N        draw what this seed draws; default 1
  --count N       how many files to draw, default 10,000
  --format NAME   ${Object.keys(shares).join(', ')}; may be repeated; default all
  --plain         the addon as it is, in place of the one with sanitizers
  --replay FILE   load this file alone, as the one format says
  --help          print this`;

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '10000' },
    format: { type: 'string', multiple: true, default: Object.keys(shares) },
    plain: { type: 'boolean', default: false },
    replay: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const env = options.plain ? process.env : { ...process.env, ...sanitized() };

async function main(): Promise<void> {
  if (options.help) {
    console.log(HELP);
    return;
  }
  const names = options.format as FormatName[];
  const unknown = names.find((name) => !Object.hasOwn(shares, name));
  if (unknown !== undefined)
    throw new Error(`there is no format '${unknown}'; npm run fuzz -- --help lists them`);
  if (options.replay !== undefined) return replay(names, options.replay);

  const [seed, count] = [Number(options.seed), Number(options.count)];
  const whole = names.reduce((sum, name) => sum + shares[name], 0);
  let [files, findings] = [0, 0];
  for (const name of names) {
    const tally = await fuzz(name, seed, Math.ceil((count * shares[name]) / whole));
    console.log(`${tally}\n`);
    files += tally.files;
    findings += tally.findings;
    if (tally.isBlunt) {
      console.log(`FAILED ${name}: too few of the files get past the header, or load\n`);
      findings++;
    }
  }
  console.log(`${files - findings} passed, ${findings} failed (seed ${seed})`);
  process.exitCode = findings === 0 ? 0 : 1;
}

async function fuzz(name: FormatName, seed: number, count: number): Promise<Tally> {
  const tally = new Tally(name);
  const format = await findFormat(name);
  await runRange([name, `${seed}`], { from: 0, to: count }, env, (index, report) => {
    for (const problem of tally.add(report)) {
      const path = join(keepFolder(), `${name}-${seed}-${index}`);
      writeFileSync(path, drawFile(format, seed, index));
      console.log(
        `FAILED ${name} ${index}: ${problem}\n  again: npm run fuzz -- --format ${name} --replay ${path}\n`,
      );
    }
  });
  return tally;
}

async function replay(names: readonly FormatName[], path: string): Promise<void> {
  if (names.length !== 1) throw new Error('--replay needs one --format');
  const death = await runWorker([names[0] as string, path], env, show);
  if (death !== undefined) console.log(death);
}

function show({ load, stages, problems }: Report): void {
  console.log([load, ...stages, ...problems].join('\n'));
}

let folder: string | undefined;

/** Where files are kept that went wrong. */
function keepFolder(): string {
  folder ??= mkdtempSync(join(tmpdir(), 'convolt-fuzz-findings-'));
  return folder;
}

/** What makes Node.js load the addon that `npm run build:native:asan` built. */
function sanitized(): NodeJS.ProcessEnv {
  const library = (name: string) =>
    execFileSync('g++', [`-print-file-name=${name}`], { encoding: 'utf8' }).trim();
  return {
    LD_PRELOAD: `${library('libasan.so')} ${library('libstdc++.so')}`,
    // What V8 keeps to the end is no leak of ours; freed memory in quarantine would count as resident.
    ASAN_OPTIONS: 'detect_leaks=0:quarantine_size_mb=16',
    CONVOLT_ADDON: fileURLToPath(new URL('../cmake/asan/Debug/convolt.node', import.meta.url)),
  };
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
