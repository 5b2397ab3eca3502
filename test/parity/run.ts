/**
 * npm run parity: draws random configurations in Python, replays them here and prints the largest error of each function
 * and layer. `npm run parity -- --help` lists the options.
 */
import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Case, parseCases } from './case.js';
import { findPython, scriptPath } from './python.js';
import { replay } from './replay.js';
import { printTable, type Row } from './report.js';

const HELP = `npm run parity -- [options]

  --seed N     draw what this seed draws; default: a fresh one
  --count N    how many configurations to draw, default 400
  --only NAME  draw for this function or layer alone; may be repeated
  --help       print this`;

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string' },
    count: { type: 'string', default: '400' },
    only: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
});

function main(): number {
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const seed = Number(options.seed ?? randomInt(2 ** 31));
  console.log(`seed ${seed}\n`);
  const cases = drawCases(findPython(), seed, Number(options.count));
  const rows = new Map<string, Row>();
  let failures = 0;
  for (const recorded of cases) {
    const { error, problem } = replay(recorded);
    if (problem !== undefined) {
      failures++;
      printFailure(recorded, problem, seed);
    }
    const name = recorded.kind === 'layer' ? `nn.${recorded.name}` : recorded.name;
    const row = rows.get(name) ?? { name, draws: 0, refused: 0, error: 0 };
    row.draws++;
    if (recorded.refused !== undefined) row.refused++;
    row.error = Math.max(row.error, error);
    rows.set(name, row);
  }
  printTable([...rows.values()]);
  console.log(`\n${cases.length} draws, ${failures} failed (seed ${seed})`);
  return failures === 0 ? 0 : 1;
}

function drawCases(python: string, seed: number, count: number): Case[] {
  const folder = mkdtempSync(join(tmpdir(), 'convolt-parity-'));
  try {
    const out = join(folder, 'cases.jsonl');
    const only = options.only.flatMap((name) => ['--only', name]);
    execFileSync(
      python,
      [scriptPath('draw.py'), '--seed', `${seed}`, '--count', `${count}`, '--out', out, ...only],
      { stdio: 'inherit' },
    );
    return parseCases(readFileSync(out, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function printFailure({ expected: _, ...configuration }: Case, problem: string, seed: number): void {
  console.log(`FAILED ${configuration.name}: ${problem}`);
  console.log(`  ${JSON.stringify(configuration)}`);
  console.log(`  again: npm run parity -- --seed ${seed} --only ${configuration.name}\n`);
}

try {
  process.exitCode = main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
