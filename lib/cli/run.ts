import { CommanderError } from 'commander';
import { createProgram } from './program.js';
import { UsageError } from './usage-error.js';

/**
 * Runs the command with these arguments. An error is written as one message, without its stack.
 *
 * @returns the exit code: 0 when all went well, 1 when something failed, 2 when it was called wrongly
 */
export async function run(args: readonly string[]): Promise<number> {
  const program = createProgram();
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // it has written its message
    const verbose = program.opts().verbose === true || Boolean(process.env.DEBUG);
    const { message, stack, code } = error as Error & { code?: string };
    console.error(verbose ? stack : `error: ${message}${code === undefined ? '' : ` [${code}]`}`);
    return error instanceof UsageError ? 2 : 1;
  }
}
