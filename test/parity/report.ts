/** Tables of what was compared. */
import { writeFileSync } from 'node:fs';

/** A function, layer or network: how often it was drawn, how often PyTorch refused the draw, and the largest error. */
export interface Row {
  name: string;
  draws: number;
  refused: number;
  error: number;
}

/** A network, with the error of its plan. */
export interface ModelRow extends Row {
  planError: number;
}

/** Prints rows as a table for the terminal. */
export function printTable(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length), 8);
  console.log(`${'name'.padEnd(width)}  draws  refused  largest error`);
  for (const { name, draws, refused, error } of rows) {
    const columns = [`${draws}`.padStart(5), `${refused}`.padStart(7), showError(error).padStart(13)];
    console.log(`${name.padEnd(width)}  ${columns.join('  ')}`);
  }
}

/** Writes docs/parity.md. */
export function writePage(
  drawn: readonly Row[],
  networks: readonly ModelRow[],
  seeds: readonly number[],
  versions: string,
): void {
  const layers = drawn.filter(({ name }) => name.startsWith('nn.'));
  const functions = drawn.filter(({ name }) => !name.startsWith('nn.'));
  const date = new Date().toISOString().slice(0, 10);
  const total = drawn.reduce((sum, { draws }) => sum + draws, 0);
  const lines = [
    '# Parity with PyTorch',
    '',
    'Written by `npm run parity -- --full --write`; do not edit. `test/parity/` draws random configurations, runs them in',
    `${versions}, and replays them here: ${total.toLocaleString('en')} draws of the seeds ${seeds.join(', ')} on ${date}.`,
    '',
    'An error is the largest absolute difference over the largest magnitude of the expected output: at most 1e-5 for a',
    'function or layer in float32, one step in the half types, 1e-4 for a network and each of its top-level blocks. Integers,',
    'indices and booleans are exact. Some draws are spoilt; those that PyTorch refuses, Convolt refuses as well.',
    '',
    '## Layers',
    '',
    ...drawTable(layers),
    '',
    '## Functions and methods of Tensor',
    '',
    ...drawTable(functions),
    '',
    '## Networks',
    '',
    'Each has the parameters that PyTorch draws from the same seed, bit for bit. It then loads a checkpoint that',
    '`torch.save(model.state_dict(), …)` wrote, strictly, with normalisation and biases filled so that two inputs move the',
    'outputs by at least 1 % of the largest. Its plan (`compile`) is held against the same outputs.',
    '',
    '| Network | Largest error | Compiled |',
    '| --- | --- | --- |',
    ...networks.map(
      ({ name, error, planError }) => `| ${name} | ${showError(error)} | ${showError(planError)} |`,
    ),
    '',
  ];
  writeFileSync(new URL('../../docs/parity.md', import.meta.url), lines.join('\n'));
}

function drawTable(rows: readonly Row[]): string[] {
  return [
    '| Name | Draws | Refused | Largest error |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ({ name, draws, refused, error }) => `| ${name} | ${draws} | ${refused} | ${showError(error)} |`,
    ),
  ];
}

/** 0, or two digits: 3.1e-7. */
function showError(error: number): string {
  return error === 0 ? '0' : error.toExponential(1);
}
