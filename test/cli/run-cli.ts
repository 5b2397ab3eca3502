import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { run } from '../../lib/cli/run.js';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Runs the compiled command `convolt` in a process of its own. */
export function spawnCli(args: readonly string[], environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  return { status, stdout, stderr };
}

/** Runs it in this process, which is faster, but does not do for a user's module: that imports the compiled library. */
export async function runCli(args: readonly string[]) {
  const output = { stdout: '', stderr: '' };
  const to = (stream: 'stdout' | 'stderr', end: string) => (text: unknown) => {
    output[stream] += `${text}${end}`;
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(to('stdout', ''));
  vi.spyOn(process.stderr, 'write').mockImplementation(to('stderr', ''));
  vi.spyOn(console, 'log').mockImplementation(to('stdout', '\n'));
  vi.spyOn(console, 'error').mockImplementation(to('stderr', '\n'));
  try {
    const status = await run(args);
    return { status, ...output };
  } finally {
    vi.restoreAllMocks();
  }
}
