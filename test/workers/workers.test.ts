/** Threads, environments and the end of a process: each scenario in a process of its own, on the compiled library. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** A hang is a failure: the process is killed, and `signal` says so. Eight workers take a busy machine half of it. */
const TIME_LIMIT = 60_000;

function run(scenario: string, ...args: string[]) {
  const file = fileURLToPath(new URL(scenario, import.meta.url));
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', file, ...args], {
    encoding: 'utf8',
    timeout: TIME_LIMIT,
    killSignal: 'SIGKILL',
  });
  return { status, signal, stderr, stdout: stdout.trim() };
}

const right = (output: string) => ({ status: 0, signal: null, stderr: '', stdout: output });

describe('worker threads', () => {
  test('eight workers load the library, run at the same time, and exit', () => {
    expect(run('eight-workers.mjs')).toEqual(right(Array(8).fill('right 0').join(', ')));
  });

  test('workers may come and go before the main thread loads the library', () => {
    expect(run('worker-first.mjs')).toEqual(right('right 0, right 0, right 0, right'));
  });

  test('workers that are terminated in mid-run leave the others unharmed', () => {
    expect(run('terminate.mjs')).toEqual(right('right 0'));
  });

  test('process.exit() in mid-run ends the process with its code', () => {
    expect(run('process-exit.mjs')).toEqual({ ...right(''), status: 7 });
  });
});

/** The lines that a scenario prints. */
function linesOf(scenario: string): string[] {
  const { stdout, ...end } = run(scenario);
  expect(end).toEqual({ status: 0, signal: null, stderr: '' });
  return stdout.split('\n');
}

describe('plans', () => {
  test('one plan runs in four workers at the same time, gives the same bits, and its weights are in memory once', () => {
    const [outcomes, megabytes] = linesOf('shared-plan.mjs');
    expect(outcomes).toBe(Array(4).fill('same').join(', '));
    expect(Number(megabytes)).toBeLessThan(100); // a thread of Node takes about 30, and the weights are 244
  });

  test('eight workers compile a network, run it at the same time, and exit', () => {
    expect(run('plan-eight.mjs')).toEqual(right(Array(8).fill('same').join(', ')));
  });

  test('workers that are terminated in mid-run leave nothing behind, and the others unharmed', () => {
    const [megabytes, outcome] = linesOf('plan-terminate.mjs');
    expect(Number(megabytes)).toBeLessThan(120); // four of the eight had weights of 100 of their own
    expect(outcome).toBe('same');
  });

  test('process.exit() in mid-run ends the process with its code', () => {
    expect(run('plan-exit.mjs')).toEqual({ ...right(''), status: 7 });
  });

  test('a plan is the only copy of its weights that compiling leaves', () => {
    const [beside, alone] = linesOf('plan-compiled.mjs').map(Number);
    expect(beside).toBeLessThan(160); // the module has 47
    expect(alone).toBeLessThan(105); // packed for their kernels, some by Winograd
  });

  test('runs of all kinds, cancelled ones included, leave memory as it was (npm run soak, in short)', () => {
    const { stdout, ...end } = run('../../bench/plan/soak.mjs', '--short');
    expect(end).toEqual({ status: 0, signal: null, stderr: '' });
    expect(stdout).toMatch(/grown since 300/);
  });

  test('that are dropped without dispose() are collected, and their memory returns', () => {
    const [megabytes, collected, code] = linesOf('plan-dropped.mjs');
    expect(Number(megabytes)).toBeLessThan(150); // eleven had 100 each
    expect(Number(collected)).toBeGreaterThanOrEqual(11);
    expect(code).toBe('CONVOLT_NOT_SHARED');
  });
});

test('an idle thread pool burns no CPU', () => {
  const { status, stdout } = run('idle.mjs');
  expect(status).toBe(0);
  expect(Number(stdout)).toBeLessThan(0.02);
});

test.runIf(process.platform === 'linux' && spawnSync('readelf', ['-v']).status === 0)(
  'the addon is never unloaded',
  () => {
    const addon = fileURLToPath(new URL('../../build/Release/convolt.node', import.meta.url));
    expect(spawnSync('readelf', ['-d', addon], { encoding: 'utf8' }).stdout).toContain('NODELETE');
  },
);
