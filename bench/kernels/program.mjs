/** The native benchmark, which is built from CMakeLists.txt when it is asked for. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds what is stale and returns the program's path. */
export function buildProgram() {
  const build = join(root, 'build', 'cmake', 'bench');
  const quiet = { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync('cmake', ['-S', '.', '-B', build, '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release'], quiet);
  execFileSync('cmake', ['--build', build, '--target', 'convolt_bench_kernels'], quiet);
  return join(build, 'convolt_bench_kernels');
}
