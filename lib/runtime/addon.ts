/** The native addon, loaded once for each environment. */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { ConvoltError } from '../errors.js';
import { type Candidate, loadAddon } from './load-addon.js';
import { currentTarget } from './target.js';

/** What an op is told beside its tensors: numbers, flags, words and lists. */
export type Attributes = Readonly<Record<string, boolean | number | string | readonly number[]>>;

/** `[bytes, descriptor, bytes, descriptor, …]`; a pair of nulls for an optional tensor that is absent. */
export type EncodedTensors = (Uint8Array | Float64Array | null)[];

/** One op of a program; tensors by their number in its lists, -1 where an optional one is absent. */
export interface ProgramStep {
  readonly op: string;
  readonly attributes: Attributes;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** What a program is made from. */
export interface ProgramDescription {
  readonly arenaBytes: number;
  /** The most threads that are worth waking for so much work. */
  readonly threads: number;
  /** Of each tensor: 0 for the arena, 1 for the constants. */
  readonly places: readonly number[];
  /** Of each tensor, as an op's `EncodedTensors` have it, from the start of its place. */
  readonly descriptors: readonly Float64Array[];
  readonly steps: readonly ProgramStep[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** A constant that an op makes of tensors. */
export interface Packing {
  readonly op: string;
  readonly attributes: Attributes;
  readonly inputs: EncodedTensors;
  /** Its layout: a descriptor, as `EncodedTensors` have it, with the offset 0. */
  readonly output: Float64Array;
}

declare const kind: unique symbol;
/** Something of the native side that is held from here, and freed when nobody holds it. */
export interface Handle<Kind extends string> {
  readonly [kind]: Kind;
}

/** Compiled networks (native/bindings/plan.cpp). */
export interface PlanAddon {
  /** Copies tensors that are contiguous into one block, and behind them what ops make. */
  makeConstants(copied: EncodedTensors, packed: readonly Packing[]): Handle<'Constants'>;
  /** Lets other environments of the process attach by `token`, as long as anybody holds the constants. */
  share(constants: Handle<'Constants'>, token: string, bytes: Uint8Array): void;
  /** What was shared by `token`; null if it is not there, or not any more. */
  attach(token: string): { constants: Handle<'Constants'>; bytes: Uint8Array } | null;
  makeProgram(constants: Handle<'Constants'>, description: ProgramDescription): Handle<'Program'>;
  makeSlot(threads: number): Handle<'Slot'>;
  writeInputs(slot: Handle<'Slot'>, program: Handle<'Program'>, inputs: EncodedTensors): void;
  readOutputs(slot: Handle<'Slot'>, program: Handle<'Program'>, outputs: EncodedTensors): void;
  runSync(slot: Handle<'Slot'>, program: Handle<'Program'>, timed: boolean): void;
  /** Runs in the background; `done(false)` says that it was cancelled. */
  run(
    slot: Handle<'Slot'>,
    program: Handle<'Program'>,
    timed: boolean,
    done: (finished: boolean) => void,
  ): void;
  cancel(slot: Handle<'Slot'>): void;
  /** How long each step of the last timed run took. */
  stepSeconds(slot: Handle<'Slot'>): number[];
  /** Frees what the handle holds, once no run needs it; the handle is of no use afterwards. */
  release(handle: Handle<string>): void;
}

/** The exports of the addon (native/bindings/addon.cpp). */
export interface Addon {
  readonly ops: Readonly<
    Record<string, (attributes: Attributes, inputs: EncodedTensors, outputs: EncodedTensors) => void>
  >;
  /** Names of the ops that take tensors with any strides; the others want contiguous ones. */
  readonly stridedOps: readonly string[];
  /** Names of those whose first input and outputs may be images (rank 4 or 5) whose samples lie apart. */
  readonly samplesOps: readonly string[];
  /** The dtype codes: a dtype's place in this list. */
  readonly dtypes: readonly string[];
  readonly plan: PlanAddon;
  readonly isa: string;
  /** Channels that lie side by side in the blocked layout. */
  readonly channelBlock: number;
  readonly supportedIsas: readonly string[];
  readonly availableParallelism: number;
  /** Asks for huge pages under a large new block. Returns how many bytes into it the first multiple of `alignment` lies. */
  prepareBlock(bytes: Uint8Array, alignment: number): number;
  /** Frees the memory under blocks that nobody uses any more, without waiting for the garbage collector. */
  freeBlocks(blocks: readonly Uint8Array[]): void;
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

const loaded = loadAddon<Addon>(
  chosen ? [{ origin: 'CONVOLT_ADDON', file: chosen, load: () => open(chosen) }] : candidates,
  { target, prebuiltTargets: Object.keys(prebuilds) },
);

export const addonOrigin = loaded.origin;

/** The addon. What it refuses is a ConvoltError where plans are concerned; `runInto` says of other calls which op it was. */
export const addon: Addon = { ...loaded.addon, plan: refusing(loaded.addon.plan) };

/** The same functions, whose errors are ConvoltErrors that begin with the function's name. */
function refusing<T extends object>(functions: T): T {
  const wrapped = Object.entries(functions).map(([name, call]) => [
    name,
    (...args: unknown[]) => refusingAs(name, () => call(...args)),
  ]);
  return Object.fromEntries(wrapped) as T;
}

/** Calls the addon. What it refuses becomes a ConvoltError that begins with `where`. */
export function refusingAs<R>(where: string, call: () => R): R {
  try {
    return call();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === undefined) throw error;
    throw new ConvoltError(code as ConvoltError['code'], `${where}: ${message}`, { cause: error });
  }
}

function absent(): never {
  throw Object.assign(new Error(`no prebuilt addon for ${target}`), { code: 'MODULE_NOT_FOUND' });
}

/** As require, but out of a bundler's sight, which could only copy files that it knows. */
function open(file: string): unknown {
  const module = { exports: {} };
  process.dlopen(module, resolve(file));
  return module.exports;
}
