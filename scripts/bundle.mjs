// Bundles TypeScript for Node.js: what several entries share goes to chunks, so that a class exists once whichever are imported.
import { readdirSync, rmSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { rolldown } from 'rolldown';

/**
 * Writes one file per entry, and removes what an earlier bundle left.
 *
 * @param input the source file of each entry, by its name in `folder`, without `.js`
 * @param chunkFileNames where chunks go. Modules find the addon and package.json two folders above, as they do from lib/<room>/
 */
export async function bundle(input, folder, chunkFileNames) {
  const bundled = await rolldown({
    input,
    platform: 'node',
    external: /^[a-z@]/,
    // An entry of the command must not become a chunk that others import: it runs when it is imported.
    preserveEntrySignatures: 'strict',
    transform: { target: 'es2022' },
    // The fuzzer imports at once what the library imports when it is needed.
    checks: { ineffectiveDynamicImport: false },
  });
  const { output } = await bundled.write({
    dir: folder,
    chunkFileNames,
    sourcemap: true,
    // Errors and summaries show the names of classes, and two classes may have one name.
    keepNames: true,
  });
  await bundled.close();
  const written = new Set(output.map(({ fileName }) => normalize(fileName)));
  for (const file of readdirSync(folder, { recursive: true })) {
    if (/\.js(\.map)?$/.test(file) && !written.has(file)) rmSync(join(folder, file));
  }
}
