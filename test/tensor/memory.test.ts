/** Memory belongs to the garbage collector, which has to hear of it in a loop that never returns to the event loop. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const program = `
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
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    encoding: 'utf8',
  });
  expect(Number(output) / 2 ** 20).toBeLessThan(500);
}, 120_000);
