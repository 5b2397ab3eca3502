/**
 * npm run parity: draws random configurations in Python, replays them here and prints the largest error of each function
 * and layer, and of some networks. `npm run parity -- --help` lists the options.
 */
import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { models } from 'convolt';
import { type Case, parseCases } from './case.js';
import { comparedModels, compareModel } from './models.js';
import { findPython, scriptPath } from './python.js';
import { replay } from './replay.js';
import { type ModelRow, printTable, type Row, writePage } from './report.js';

const HELP = `npm run parity -- [options]

  --seed N      draw what this seed draws; default: a fresh one
  --count N     how many configurations to draw, default 600
  --only NAME   draw for this function or layer alone, and compare no networks; may be repeated
  --model NAME  compare this network, and draw nothing; may be repeated
  --full        2,000 draws of each of three seeds, and all networks
  --write       write docs/parity.md
  --help        print this`;

/** One of each kind, small enough for every day. */
const EVERY_DAY = ['googlenet', 'mobilenet_v2', 'resnet18', 'shufflenet_v2_x0_5', 'squeezenet1_1'];

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string' },
    count: { type: 'string', default: '600' },
    only: { type: 'string', multiple: true, default: [] },
    model: { type: 'string', multiple: true, default: [] },
    full: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

let failures = 0;

async function main(): Promise<void> {
  if (options.help) {
    console.log(HELP);
    return;
  }
  const python = findPython();
  const seed = Number(options.seed ?? randomInt(2 ** 31));
  const seeds = options.full ? [seed, seed + 1, seed + 2] : [seed];
  const count = options.full ? 2000 : Number(options.count);
  console.log(`seed ${seed}\n`);

  const rows = new Map<string, Row>();
  if (options.model.length === 0)
    for (const one of seeds) replayAll(rows, drawCases(python, one, count), one);
  const modelRows: ModelRow[] = [];
  for (const name of chooseModels()) {
    const { error, planError, problem } = await compareModel(python, name, seed);
    if (problem !== undefined) fail(name, problem, `--seed ${seed} --model ${name}`);
    modelRows.push({ name, draws: 1, refused: 0, error, planError });
  }

  printTable([...rows.values(), ...modelRows]);
  const draws = [...rows.values(), ...modelRows].reduce((total, row) => total + row.draws, 0);
  console.log(`\n${draws - failures} passed, ${failures} failed (seed ${seed})`);
  if (options.write) writePage([...rows.values()], modelRows, seeds, versions(python));
  process.exitCode = failures === 0 ? 0 : 1;
}

function chooseModels(): models.ModelName[] {
  if (options.only.length > 0) return [];
  const chosen = options.model.length > 0 ? options.model : EVERY_DAY;
  return options.full ? comparedModels() : (chosen as models.ModelName[]);
}

function drawCases(python: string, seed: number, count: number): Case[] {
  const folder = mkdtempSync(join(tmpdir(), 'convolt-parity-'));
  try {
    const out = join(folder, 'cases.jsonl');
    const only = options.only.flatMap((name) => ['--only', name]);
    const args = ['--seed', `${seed}`, '--count', `${count}`, '--out', out, ...only];
    execFileSync(python, [scriptPath('draw.py'), ...args], { stdio: 'inherit' });
    return parseCases(readFileSync(out, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Replays cases and adds what came of them to the rows. */
function replayAll(rows: Map<string, Row>, cases: readonly Case[], seed: number): void {
  for (const recorded of cases) {
    const { error, problem } = replay(recorded);
    const name = recorded.kind === 'layer' ? `nn.${recorded.name}` : recorded.name;
    if (problem !== undefined) {
      const { expected: _, ...configuration } = recorded;
      fail(name, `${problem}\n  ${JSON.stringify(configuration)}`, `--seed ${seed} --only ${recorded.name}`);
    }
    const row = rows.get(name) ?? { name, draws: 0, refused: 0, error: 0 };
    row.draws++;
    if (recorded.refused !== undefined) row.refused++;
    row.error = Math.max(row.error, error);
    rows.set(name, row);
  }
}

function fail(name: string, problem: string, again: string): void {
  failures++;
  console.log(`FAILED ${name}: ${problem}\n  again: npm run parity -- ${again}\n`);
}

function versions(python: string): string {
  const script =
    'import torch, torchvision; print("PyTorch", torch.__version__, "and torchvision", torchvision.__version__)';
  return execFileSync(python, ['-c', script], { encoding: 'utf8' }).trim();
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
