#!/usr/bin/env node
/** The command `convolt`. Exit codes: 0 when all went well, 1 when something failed, 2 when it was called wrongly. */
import { CommanderError } from 'commander';
import { createProgram } from './program.js';
import { UsageError } from './usage-error.js';

const program = createProgram();
program.parseAsync().catch((error: unknown) => {
  process.exitCode = report(error);
});

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // it has written its message
  const verbose = program.opts().verbose === true || Boolean(process.env.DEBUG);
  const { message, stack, code } = error as Error & { code?: string };
  console.error(verbose ? stack : `error: ${message}${code === undefined ? '' : ` [${code}]`}`);
  return error instanceof UsageError ? 2 : 1;
}
