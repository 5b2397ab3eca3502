import type { Command } from 'commander';
import { packageFile } from '../package-file.js';

/** `convolt build`: compiles the addon from the sources in the package, where no prebuilt one fits. */
export function addBuild(program: Command): void {
  program
    .command('build')
    .description('compile the native addon on this machine')
    .addHelpText(
      'after',
      `
For platforms that the package holds no prebuilt addon for. It needs Python 3, make and a C++17 compiler, and three
packages, to be installed in your project: npm install --save-dev node-gyp node-addon-api node-api-headers`,
    )
    .action(async () => {
      const script = packageFile('scripts/build-addon.mjs');
      const { buildAddon } = (await import(script.href)) as { buildAddon(projects: string[]): void };
      buildAddon([process.cwd()]);
      const { info } = await import('../../runtime/info.js');
      const { addon, isa, target } = info();
      console.log(`The addon works: ${addon} for ${target}, instruction set ${isa}.`);
    });
}
