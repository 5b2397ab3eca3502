// npm run build: the addon and the TypeScript, whatever of them is missing or stale.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { buildAddon } from './build-addon.mjs';

try {
  buildAddon();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
process.exit(
  spawnSync(process.execPath, [tsc, '--build', 'lib', 'examples'], { stdio: 'inherit' }).status ?? 1,
);
