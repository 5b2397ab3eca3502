// Compiles the addon with node-gyp, incrementally, into build/Release/convolt.node. No headers are downloaded: node-gyp
// is pointed at native/gyp, and the Node-API headers come from the node-api-headers package.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const packages = ['node-gyp', 'node-addon-api', 'node-api-headers'];

/**
 * Compiles whatever is missing or stale. `projects` are further folders in whose node_modules the three packages that
 * the build needs may be. Throws, after it has written out all that the compiler said, when it fails.
 */
export function buildAddon(projects = []) {
  const places = [root, ...projects];
  const missing = packages.filter((name) => !resolvable(`${name}/package.json`, places));
  if (missing.length > 0) {
    throw new Error(
      `compiling the addon needs ${missing.join(', ')}; run: npm install --save-dev ${missing.join(' ')}`,
    );
  }
  const nodeGyp = require.resolve('node-gyp/bin/node-gyp.js', { paths: places });
  if (!existsSync(join(root, 'build', 'Release', 'convolt.node'))) {
    console.error('Compiling the native addon; this takes about a minute, once.');
  }
  withBindingGyp(() => {
    if (configuration() !== readIfThere(stamp)) {
      run(nodeGyp, places, ['configure']);
      writeFileSync(stamp, configuration());
    }
    run(nodeGyp, places, ['build', `--jobs=${availableParallelism()}`]);
  });
}

const stamp = join(root, 'build', 'configuration.json');

/** All that the generated Makefile depends on; another value means that it has to be generated anew. */
function configuration() {
  const files = ['native/addon.gypi', 'native/sources.json', 'native/gyp/include/node/common.gypi'];
  const contents = files.map((file) => readFileSync(join(root, file), 'utf8'));
  return JSON.stringify({
    root,
    node: process.execPath,
    version: process.version,
    arch: process.arch,
    contents,
  });
}

/** node-gyp reads binding.gyp only, which a published package does not have: npm would compile it unasked. */
function withBindingGyp(build) {
  const bindingGyp = join(root, 'binding.gyp');
  if (existsSync(bindingGyp)) return build();
  writeFileSync(bindingGyp, "{ 'includes': ['native/addon.gypi'] }\n");
  try {
    build();
  } finally {
    rmSync(bindingGyp);
  }
}

function run(nodeGyp, places, args) {
  const options = [`--nodedir=${join(root, 'native', 'gyp')}`, '--force-process-config', '--loglevel=error'];
  mkdirSync(join(root, 'build'), { recursive: true });
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [nodeGyp, ...args, ...options], {
    cwd: root,
    env: environment(places),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  process.stderr.write(status === 0 ? stderr : `${stdout ?? ''}${stderr ?? ''}`);
  if (status !== 0) throw new Error(`node-gyp ${args[0]} failed: ${error?.message ?? `exit code ${status}`}`);
}

/**
 * The environment without npm's configuration, which npm hands down as npm_config_* and node-gyp puts above its own
 * command line: a `nodedir` or `target` meant for other addons would break this build. Where tools are may stay.
 */
function environment(places) {
  const handedDown = /^npm_(package_)?config_/i;
  const kept = /^npm_config_(python|msvs_version)$/i;
  const entries = Object.entries(process.env).filter(([name]) => !handedDown.test(name) || kept.test(name));
  const modules = places.flatMap(
    (place) => createRequire(join(place, 'package.json')).resolve.paths('node-gyp') ?? [],
  );
  return { ...Object.fromEntries(entries), NODE_PATH: modules.join(delimiter) };
}

function resolvable(request, paths) {
  try {
    return Boolean(require.resolve(request, { paths }));
  } catch {
    return false;
  }
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
