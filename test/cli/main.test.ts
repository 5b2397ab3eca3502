import { describe, expect, test } from 'vitest';
import { info } from '../../lib/runtime/info.js';
import { runCli, spawnCli } from './run-cli.js';

describe('convolt', () => {
  test('info shows what the library runs with', () => {
    const { status, stdout } = spawnCli(['info']);
    const { version, target, isa } = info();
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`^convolt +${version}$`, 'm'));
    expect(stdout).toMatch(new RegExp(`^platform +${target}$`, 'm'));
    expect(stdout).toMatch(new RegExp(`^instruction set +${isa} `, 'm'));
  });

  test('--version and --help succeed; the help has examples and exit codes', async () => {
    expect(await runCli(['--version'])).toEqual({ status: 0, stdout: `${info().version}\n`, stderr: '' });
    const { status, stdout } = await runCli(['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('Examples:');
    expect(stdout).toContain('Exit codes: 0 success, 1 failure, 2 wrong usage.');
  });

  test.each([[[]], [['nonsense']], [['info', '--nonsense']], [['info', 'nonsense']]])(
    'wrong usage %j ends with 2 and help',
    async (args) => {
      const { status, stdout, stderr } = await runCli(args);
      expect(status).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/--help|Usage:/);
    },
  );

  test('a failure is one message with its code and ends with 1', () => {
    const { status, stderr } = spawnCli(['info'], { CONVOLT_ISA: 'mmx' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: CONVOLT_ISA: expected .* \[CONVOLT_INVALID_ENVIRONMENT\]\n$/);
  });

  test('--verbose and DEBUG show the stack of a failure', async () => {
    const wrong = ['summary', 'nowhere.js', '--input', '1,28,28'];
    expect((await runCli(wrong)).stderr).not.toMatch(/\n +at /);
    expect((await runCli([...wrong, '--verbose'])).stderr).toMatch(/\n +at /);
    process.env.DEBUG = '1';
    expect((await runCli(wrong)).stderr).toMatch(/\n +at /);
    delete process.env.DEBUG;
  });
});
