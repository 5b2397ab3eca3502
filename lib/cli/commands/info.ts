import type { Command } from 'commander';

/** `convolt info`: what this installation runs with. */
export function addInfo(program: Command): void {
  program
    .command('info')
    .description('show the version, the instruction set, the threads, and where the addon came from')
    .action(async () => {
      const { info } = await import('../../runtime/info.js');
      const facts = info();
      const rows = [
        ['convolt', facts.version],
        ['Node.js', process.version],
        ['platform', facts.target],
        ['addon', facts.addon],
        ['instruction set', `${facts.isa} (this CPU can run ${facts.supportedIsas.join(', ')})`],
        ['threads', `${facts.threads} (${facts.availableParallelism} available)`],
      ];
      for (const [name = '', value] of rows) console.log(`${name.padEnd(16)} ${value}`);
    });
}
