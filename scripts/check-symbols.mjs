// Looks at the symbols of the plain build.
//
// Weak ones in an object that was compiled for AVX2 or AVX-512: the linker keeps one copy of an inline function for the
// whole addon, and if it keeps that one, an older CPU stops at an unknown instruction.
//
// The newest version of the C library that the addon asks for: older systems cannot load it.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const newestGlibc = 34; // 2.34: RHEL 9, Ubuntu 22.04, Debian 12

const release = fileURLToPath(new URL('../build/Release/', import.meta.url));
let failed = false;

const objects = readdirSync(join(release, 'obj.target'), { recursive: true })
  .filter((file) => /^convolt_\w+\b.*\.o$/.test(file))
  .map((file) => join(release, 'obj.target', file));
for (const object of objects) {
  const symbols = run('nm', ['--demangle', '--format=posix', object]).split('\n');
  for (const symbol of symbols.filter((line) => / [VvWwu]( |$)/.test(line))) {
    console.error(`${object}: weak symbol: ${symbol}`);
    failed = true;
  }
}
console.log(`looked for weak symbols in ${objects.length} objects`);
if (objects.length === 0) failed = true;

const versions = [...run('objdump', ['-T', join(release, 'convolt.node')]).matchAll(/GLIBC_2\.(\d+)/g)];
const newest = Math.max(...versions.map(([, minor]) => Number(minor)));
console.log(`the addon needs glibc 2.${newest}; 2.${newestGlibc} is allowed`);
if (!(newest <= newestGlibc)) failed = true;

process.exit(failed ? 1 : 0);

function run(command, args) {
  return execFileSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
}
