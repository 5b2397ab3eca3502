/** What the environment of a process decides: each case in a process of its own, on the compiled library. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { info } from '../../lib/runtime/info.js';

const program = `
  import(${JSON.stringify(new URL('../../dist/index.js', import.meta.url))}).then(
    ({ info }) => console.log(JSON.stringify(info())),
    ({ code, message }) => console.log(JSON.stringify({ code, message })),
  )`;

function run(environment: Record<string, string>, prefix: string[] = []) {
  const [command = '', ...args] = [...prefix, process.execPath, '-e', program];
  const { CONVOLT_ADDON, CONVOLT_ISA, CONVOLT_NUM_THREADS, ...rest } = process.env;
  const { stdout } = spawnSync(command, args, { env: { ...rest, ...environment }, encoding: 'utf8' });
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('the environment', () => {
  test('CONVOLT_ISA forces each level that the CPU supports', () => {
    for (const isa of info().supportedIsas) expect(run({ CONVOLT_ISA: isa }).isa).toBe(isa);
    expect(run({}).isa).toBe(info().supportedIsas.at(-1));
  });

  test('CONVOLT_NUM_THREADS sets the number of threads', () => {
    expect(run({ CONVOLT_NUM_THREADS: '3' }).threads).toBe(3);
    expect(run({}).threads).toBe(info().availableParallelism);
  });

  test('CONVOLT_ADDON names the addon to load, and no other is tried', () => {
    expect(run({ CONVOLT_ADDON: 'build/Release/convolt.node' }).addon).toBe('CONVOLT_ADDON');
    const { code, message } = run({ CONVOLT_ADDON: 'nowhere.node' });
    expect(code).toBe('CONVOLT_ADDON_NOT_LOADED');
    expect(message).toContain('nowhere.node (CONVOLT_ADDON)');
    expect(message).not.toContain('prebuilt');
  });

  test.each([
    [{ CONVOLT_ISA: 'mmx' }, /^CONVOLT_ISA: expected one of scalar, .* received 'mmx'/],
    [{ CONVOLT_NUM_THREADS: '0' }, /^CONVOLT_NUM_THREADS: expected an integer from 1 to 256, received '0'/],
    [{ CONVOLT_NUM_THREADS: '2x' }, /received '2x'/],
  ])('%j is refused when the library is imported', (environment, message) => {
    const error = run(environment as Record<string, string>);
    expect(error.code).toBe('CONVOLT_INVALID_ENVIRONMENT');
    expect(error.message).toMatch(message);
  });

  test.runIf(process.platform === 'linux' && spawnSync('taskset', ['-V']).status === 0)(
    'the CPU affinity limits the number of threads',
    () => expect(run({}, ['taskset', '-c', '0']).threads).toBe(1),
  );
});
