// Compiles the addon with node-gyp, incrementally, into build/Release/convolt.node. No headers are downloaded: node-gyp
// is pointed at native/gyp, and the Node-API headers come from the node-api-headers package.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

// npm hands its configuration down as npm_config_…, and node-gyp lets a nodedir there win over the option.
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => name.toLowerCase() !== 'npm_config_nodedir'),
);

/** Runs node-gyp at the package's top; configures first where that was not done. Throws when it fails. */
export function buildAddon() {
  const nodeGyp = createRequire(import.meta.url).resolve('node-gyp/bin/node-gyp.js');
  const commands = existsSync(join(root, 'build', 'config.gypi')) ? ['build'] : ['configure', 'build'];
  for (const command of commands) {
    const options = [
      `--nodedir=${join(root, 'native', 'gyp')}`,
      '--force-process-config',
      '--loglevel=error',
    ];
    if (command === 'build') options.push(`--jobs=${availableParallelism()}`);
    const { status } = spawnSync(process.execPath, [nodeGyp, command, ...options], {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error(`node-gyp ${command} failed with exit code ${status}`);
  }
}
