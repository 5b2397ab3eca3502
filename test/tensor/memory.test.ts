/** Memory belongs to the garbage collector, which has to hear of it in a loop that never returns to the event loop. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const loop = `
  import { ones } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
  const x = ones([512, 512]);
  let largest = 0;
  for (let i = 0; i < 20_000; i++) {
    x.relu();
    if (i % 100 === 0) largest = Math.max(largest, process.memoryUsage.rss());
  }
  console.log(largest);
`;

test('20,000 results of 1 MB in a synchronous loop do not pile up', () => {
  expect(run(loop) / 2 ** 20).toBeLessThan(500);
}, 120_000);

const large = `
  import { readFileSync } from 'node:fs';
  import { ones } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
  const x = ones([64, 1024, 1024]);
  // Of each mapping in turn: its size, and the flag that says that huge pages were asked for.
  const mappings = readFileSync('/proc/self/smaps', 'utf8').split(/^(?=Size:)/m);
  const advised = mappings.filter((mapping) => /^VmFlags:.* hg/m.test(mapping));
  console.log(advised.reduce((sum, mapping) => sum + Number.parseInt(mapping.slice('Size:'.length)), 0));
`;

// Whether the system has them to give is another matter.
test.skipIf(!existsSync('/sys/kernel/mm/transparent_hugepage'))('a large tensor asks for huge pages', () => {
  expect(run(large) / 2 ** 10).toBeGreaterThanOrEqual(256);
});

/** The number that a program writes. */
function run(program: string): number {
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    encoding: 'utf8',
  });
  return Number(output);
}
