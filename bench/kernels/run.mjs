// npm run bench:kernels: builds the native benchmark and runs it on the layers of shapes.json, for each instruction set of this
// CPU, or for those that are named: npm run bench:kernels -- avx512 avx2
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buildProgram } from './program.mjs';

const program = buildProgram();
// Lists of `columns`: sizes of planes and kernels are those of a side, a linear layer has planes of 0. Padding is half of the kernel.
const { layers } = JSON.parse(readFileSync(new URL('shapes.json', import.meta.url), 'utf8'));
const input = layers.map(([name, ...sizes]) => `${sizes.join(' ')} ${name}`).join('\n');

const supported = execFileSync(program, ['--list'], { encoding: 'utf8' }).trim().split('\n').reverse();
const named = process.argv.slice(2);
for (const isa of named.length > 0 ? named : supported) {
  const environment = { ...process.env, CONVOLT_ISA: isa };
  execFileSync(program, { env: environment, input, stdio: ['pipe', 'inherit', 'inherit'] });
  console.log();
}
