import { describe, expect, test } from 'vitest';
import { info } from '../../lib/runtime/info.js';
import { runCli } from './run-cli.js';

describe('convolt', () => {
  test('info shows what the library runs with', () => {
    const { status, stdout } = runCli(['info']);
    const { version, target, isa } = info();
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`^convolt +${version}$`, 'm'));
    expect(stdout).toMatch(new RegExp(`^platform +${target}$`, 'm'));
    expect(stdout).toMatch(/^addon +local build$/m);
    expect(stdout).toMatch(new RegExp(`^instruction set +${isa} `, 'm'));
  });

  test('--version and --help succeed; the help has examples and exit codes', () => {
    expect(runCli(['--version'])).toEqual({ status: 0, stdout: `${info().version}\n`, stderr: '' });
    const { status, stdout } = runCli(['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('Examples:');
    expect(stdout).toContain('Exit codes: 0 success, 1 failure, 2 wrong usage.');
  });

  test.each([[[]], [['nonsense']], [['info', '--nonsense']], [['info', 'nonsense']]])(
    'wrong usage %j ends with 2 and help',
    (args) => {
      const { status, stdout, stderr } = runCli(args);
      expect(status).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/--help|Usage:/);
    },
  );

  test('a failure is one message with its code and ends with 1; --verbose and DEBUG show the stack', () => {
    const wrong = { CONVOLT_ISA: 'mmx' };
    const { status, stderr } = runCli(['info'], wrong);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: CONVOLT_ISA: expected .* \[CONVOLT_INVALID_ENVIRONMENT\]\n$/);
    expect(runCli(['info', '--verbose'], wrong).stderr).toMatch(/\n +at /);
    expect(runCli(['info'], { ...wrong, DEBUG: '1' }).stderr).toMatch(/\n +at /);
  });
});
