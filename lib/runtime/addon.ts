/** The native addon, loaded once for each environment. */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { type Candidate, loadAddon } from './load-addon.js';
import { currentTarget } from './target.js';

/** Numbers, flags, words and lists: what crosses the language border beside tensors. */
export type Attributes = Readonly<Record<string, boolean | number | string | readonly number[]>>;

/** `[bytes, descriptor, bytes, descriptor, …]`; a pair of nulls for an optional tensor that is absent. */
export type EncodedTensors = (Uint8Array | Float64Array | null)[];

/** The exports of the addon (native/bindings/addon.cpp). */
export interface Addon {
  readonly ops: Readonly<
    Record<string, (attributes: Attributes, inputs: EncodedTensors, outputs: EncodedTensors) => void>
  >;
  /** Names of the ops that take inputs with any strides; the others want contiguous ones. */
  readonly stridedOps: readonly string[];
  /** The dtype codes: a dtype's place in this list. */
  readonly dtypes: readonly string[];
  readonly isa: string;
  readonly supportedIsas: readonly string[];
  readonly availableParallelism: number;
  alignmentOffset(bytes: Uint8Array): number;
  getNumThreads(): number;
  setNumThreads(threads: number): void;
}

const require = createRequire(import.meta.url);

// Each path is a literal, so that a bundler sees which files there are.
const prebuilds: Readonly<Record<string, () => unknown>> = {
  'darwin-arm64': () => require('../../prebuilds/darwin-arm64/convolt.node'),
  'darwin-x64': () => require('../../prebuilds/darwin-x64/convolt.node'),
  'linux-arm64-glibc': () => require('../../prebuilds/linux-arm64-glibc/convolt.node'),
  'linux-arm64-musl': () => require('../../prebuilds/linux-arm64-musl/convolt.node'),
  'linux-x64-glibc': () => require('../../prebuilds/linux-x64-glibc/convolt.node'),
  'linux-x64-musl': () => require('../../prebuilds/linux-x64-musl/convolt.node'),
  'win32-arm64': () => require('../../prebuilds/win32-arm64/convolt.node'),
  'win32-x64': () => require('../../prebuilds/win32-x64/convolt.node'),
};

const target = currentTarget();

const candidates: Candidate[] = [
  {
    origin: 'local build',
    file: 'build/Release/convolt.node',
    load: () => require('../../build/Release/convolt.node'),
  },
  {
    origin: 'prebuilt',
    file: `prebuilds/${target}/convolt.node`,
    load: () => (prebuilds[target] ?? absent)(),
  },
];

/** An addon to load instead of these, e.g. one with debug information or sanitizers (CMakePresets.json). */
const { CONVOLT_ADDON: chosen } = process.env;

export const { addon, origin: addonOrigin } = loadAddon<Addon>(
  chosen ? [{ origin: 'CONVOLT_ADDON', file: chosen, load: () => open(chosen) }] : candidates,
  { target, prebuiltTargets: Object.keys(prebuilds) },
);

function absent(): never {
  throw Object.assign(new Error(`no prebuilt addon for ${target}`), { code: 'MODULE_NOT_FOUND' });
}

/** As require, but out of a bundler's sight, which could only copy files that it knows. */
function open(file: string): unknown {
  const module = { exports: {} };
  process.dlopen(module, resolve(file));
  return module.exports;
}
