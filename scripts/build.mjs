// npm run build: the addon and the TypeScript, whatever of them is missing or stale.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAddon } from './build-addon.mjs';
import { bundle } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

try {
  buildAddon();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const types = spawnSync(process.execPath, [tsc, '--build', 'lib', 'examples'], { stdio: 'inherit' });
if (types.status !== 0) process.exit(types.status ?? 1);

const { bin, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const files = [...Object.values(exports).flatMap((entry) => entry.default ?? []), ...Object.values(bin)];
const entries = files.map((file) => /^\.\/dist\/(.*)\.js$/.exec(file)[1]);
await bundle(
  Object.fromEntries(entries.map((entry) => [entry, join(root, 'lib', `${entry}.ts`)])),
  join(root, 'dist'),
  'chunks/[name].js',
);
