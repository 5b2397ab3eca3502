/** Finds and loads the native addon. */
import { createRequire } from 'node:module';

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

/** Where the addon came from. */
export type AddonOrigin = 'local build' | 'prebuilt';

const require = createRequire(import.meta.url);

function load(): { addon: Addon; origin: AddonOrigin } {
  return { addon: require('../../build/Release/convolt.node') as Addon, origin: 'local build' };
}

export const { addon, origin: addonOrigin } = load();
