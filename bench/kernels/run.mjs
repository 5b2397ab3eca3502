// npm run bench:kernels: builds the native benchmark and runs it for each instruction set of this CPU, or for those that
// are named: npm run bench:kernels -- avx512 avx2
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const build = join(root, 'build', 'cmake', 'bench');
const program = join(build, 'convolt_bench_kernels');

const quiet = { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] };
execFileSync('cmake', ['-S', '.', '-B', build, '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release'], quiet);
execFileSync('cmake', ['--build', build, '--target', 'convolt_bench_kernels'], quiet);

const supported = execFileSync(program, ['--list'], { encoding: 'utf8' }).trim().split('\n').reverse();
const named = process.argv.slice(2);
for (const isa of named.length > 0 ? named : supported) {
  execFileSync(program, { env: { ...process.env, CONVOLT_ISA: isa }, stdio: 'inherit' });
  console.log();
}
