// Packs the package, installs it into an empty project with install scripts blocked, and uses it as a consumer would:
// every subpath by import and by require, the types, the command line, and compiling the addon where none fits.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SIZE_LIMIT = 3e6;

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const subpaths = Object.keys(manifest.exports).map((subpath) => subpath.replace(/^\./, 'convolt'));
const modules = subpaths.filter((subpath) => !subpath.endsWith('.json'));

const folder = mkdtempSync(join(tmpdir(), 'convolt-package-'));
const project = join(folder, 'project');
let checks = 0;
try {
  mkdirSync(project);
  mkdirSync(join(folder, 'home'));
  const tarball = pack();
  writeFileSync(join(project, 'package.json'), '{ "name": "consumer", "version": "1.0.0", "private": true }');
  npm('install', '--ignore-scripts', tarball, `@types/node@${manifest.devDependencies['@types/node']}`);
  useSubpaths();
  checkTypes();
  check('convolt info finds the prebuilt addon', () => /addon\s+prebuilt/.test(convolt('info').stdout));
  compileWithoutPrebuild();
  console.log(`${checks} passed, 0 failed`);
} finally {
  rmSync(folder, { recursive: true });
}

function pack() {
  run('npm', ['pack', '--pack-destination', folder], { cwd: root });
  const tarball = join(folder, `convolt-${manifest.version}.tgz`);
  const { size } = statSync(tarball);
  const files = run('tar', ['-tf', tarball]).stdout.trim().split('\n');
  console.log(`the tarball has ${size} bytes and ${files.length} files; ${SIZE_LIMIT} bytes are allowed`);
  check('the tarball is small enough', () => size < SIZE_LIMIT);
  check('it holds the prebuilt addon', () => files.some((file) => /prebuilds\/.*\.node$/.test(file)));
  check('it holds the native sources', () => files.includes('package/native/sources.json'));
  check('it holds nothing that npm would compile, and no tests', () =>
    files.every((file) => !/^package\/(binding\.gyp|test|examples|bench)/.test(file)),
  );
  return tarball;
}

function useSubpaths() {
  for (const name of modules) {
    check(`import '${name}'`, () => evaluate(`import * as it from '${name}'; check(it)`, 'module'));
    check(`require '${name}'`, () => evaluate(`check(require('${name}'))`, 'commonjs'));
  }
  check('an op runs', () =>
    evaluate(
      `const { tensor, functional } = require('convolt'); check(functional.relu(tensor([-1, 2])))`,
      'commonjs',
    ),
  );
}

/** Runs a program in which `check` fails for an empty object. */
function evaluate(program, type) {
  const check = 'function check(it) { if (Object.keys(it).length === 0) process.exit(1) }';
  return run(process.execPath, [`--input-type=${type}`, '-e', `${program}; ${check}`]);
}

/** The types resolve for consumers that are ES modules and for those that are CommonJS. */
function checkTypes() {
  const lines = modules.map((name, index) => `import * as m${index} from '${name}';\nvoid m${index};`);
  lines.push("import { functional, tensor } from 'convolt';");
  lines.push('export const shape: readonly number[] = functional.relu(tensor([-1, 2])).shape;');
  for (const extension of ['mts', 'cts'])
    writeFileSync(join(project, `consumer.${extension}`), lines.join('\n'));
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2022',
    strict: true,
    noEmit: true,
    types: ['node'],
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  check('the types resolve', () => run(process.execPath, [tsc, '--project', '.']));
}

function compileWithoutPrebuild() {
  const installed = join(project, 'node_modules', 'convolt');
  rmSync(join(installed, 'prebuilds'), { recursive: true });
  const failure = convolt('info', { fails: true }).stderr;
  console.log(failure);
  check(
    'without an addon, the error names the remedy',
    () => /CONVOLT_ADDON_NOT_LOADED/.test(failure) && /npx convolt build/.test(failure),
  );
  check('convolt build names the packages that it needs', () =>
    /npm install --save-dev node-gyp/.test(convolt('build', { fails: true }).stderr),
  );
  const tools = ['node-gyp', 'node-addon-api', 'node-api-headers'];
  npm(
    'install',
    '--ignore-scripts',
    '--save-dev',
    ...tools.map((name) => `${name}@${manifest.devDependencies[name]}`),
  );
  check('convolt build compiles the addon', () => /The addon works/.test(convolt('build').stdout));
  check('convolt info finds the local build', () => /addon\s+local build/.test(convolt('info').stdout));
  useSubpaths();
}

function npm(...args) {
  return run('npm', [...args, '--no-audit', '--no-fund', '--prefer-offline']);
}

function convolt(command, options) {
  return run('npx', ['--no-install', 'convolt', command], options);
}

function check(what, holds) {
  if (!holds()) throw new Error(`failed: ${what}`);
  checks++;
  console.log(`✓ ${what}`);
}

/** Runs a command in the project, with npm's configuration out of its environment and an empty home. */
function run(command, args, { cwd = project, fails = false } = {}) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const result = spawnSync(command, args, {
    cwd,
    env: { ...env, HOME: join(folder, 'home') },
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if ((result.status !== 0) !== fails) {
    throw new Error(
      `${command} ${args.join(' ')}: exit code ${result.status}\n${result.stdout}${result.stderr}`,
    );
  }
  return result;
}
