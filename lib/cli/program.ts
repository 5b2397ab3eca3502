/** The commands and their help. What a command needs is imported when it runs: `build` must work without the addon. */
import { createRequire } from 'node:module';
import { Command } from 'commander';
import { addBuild } from './commands/build.js';
import { addClassify } from './commands/classify.js';
import { addInfo } from './commands/info.js';
import { addSummary } from './commands/summary.js';

/** The program, which throws instead of ending the process. */
export function createProgram(): Command {
  const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
  const program = new Command('convolt')
    .description('Run convolutional networks in Node.js.')
    .version(version)
    .option('--verbose', 'show the stack of an error (as the variable DEBUG does)')
    .exitOverride()
    .showHelpAfterError('(add --help for how to use it)')
    .addHelpText(
      'after',
      `
Examples:
  convolt info
  convolt summary net.js --input 1,28,28
  convolt classify net.js --weights digits.pth --input 1,28,28 seven.png

Exit codes: 0 success, 1 failure, 2 wrong usage.`,
    );
  addInfo(program);
  addSummary(program);
  addClassify(program);
  addBuild(program);
  return program;
}
