// npm run bench:kernels: builds the native benchmark and runs it on steps of networks' plans (steps.mjs), for each instruction set
// of this CPU, or for those that are named: npm run bench:kernels -- avx512 avx2
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildProgram } from './program.mjs';

const program = buildProgram();
const steps = fileURLToPath(new URL('steps.mjs', import.meta.url));
const supported = execFileSync(program, ['--list'], { encoding: 'utf8' }).trim().split('\n').reverse();
const named = process.argv.slice(2);
for (const isa of named.length > 0 ? named : supported) {
  const env = { ...process.env, CONVOLT_ISA: isa };
  const input = execFileSync(process.execPath, [steps], { env, encoding: 'utf8' });
  execFileSync(program, { env, input, stdio: ['pipe', 'inherit', 'inherit'] });
  console.log();
}
