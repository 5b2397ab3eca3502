/** What one file may take, and what a sound but heavy model is spared. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Tensor } from '../../lib/index.js';
import { Profile } from '../../lib/plan/profile.js';
import { type Executor, type TensorSpec, withExecutor } from '../../lib/runtime/dispatch.js';
import { Allowance } from '../../lib/tensor/storage.js';

const MiB = 2 ** 20;

/** More than this is a finding. The files have at most 100 KB. */
export const LIMITS = {
  /** Time of all threads for one file, in seconds. */
  seconds: 2,
  /** Asked for by `load`, and by `trace`, whether it is touched or not. */
  requestedBytes: 64 * MiB,
  /** By how much the resident memory may grow for one file, at its peak. */
  residentBytes: 256 * MiB,
};

/** A model that a user may well run, but that takes longer or more than a fuzzer wants to spend. */
export class TooLarge extends Error {}

/** Of one forward. */
const FORWARD = { bytes: 32 * MiB, flops: 2e8 };

/** Calls `body`; an op that would make the forward as a whole too large throws {@link TooLarge} before it runs. */
export function withinForward<R>(body: () => R): R {
  let flops = 0;
  const spare = (usual: Executor<Tensor>): Executor<Tensor> => ({
    run: (op, attributes, inputs, outputs) => {
      flops += flopsOf(op, attributes, inputs, outputs);
      if (!(flops <= FORWARD.flops)) throw new TooLarge(`${op} on ${inputs.map((x) => `[${x?.shape}]`)}`);
      return usual.run(op, attributes, inputs, outputs);
    },
    runInPlace: usual.runInPlace,
  });
  const refuse = (bytes: number) => new TooLarge(`${bytes} bytes`);
  return new Allowance(FORWARD.bytes, refuse).within(() => withExecutor(spare, body));
}

/** Whether a graph at one batch size is small enough to be run. */
export function isSmall(lowered: {
  steps: readonly {
    op: string;
    inputShapes: readonly (readonly number[] | null)[];
    outputShapes: readonly (readonly number[])[];
  }[];
  description: { arenaBytes: number; steps: readonly { attributes: object }[] };
}): boolean {
  const { steps, description } = lowered;
  const specs = (shapes: readonly (readonly number[] | null)[]) =>
    shapes.map((shape) => shape && { shape, dtype: 'float32' as const });
  const flops = steps.reduce(
    (sum, { op, inputShapes, outputShapes }, i) =>
      sum +
      flopsOf(
        op,
        description.steps[i]?.attributes ?? {},
        specs(inputShapes),
        specs(outputShapes) as TensorSpec[],
      ),
    0,
  );
  return flops <= FORWARD.flops && description.arenaBytes <= FORWARD.bytes;
}

/** Operations of one op: what a profile says, and the taps of a window that has no weights. */
function flopsOf(
  op: string,
  attributes: object,
  inputs: readonly (TensorSpec | null)[],
  outputs: readonly TensorSpec[],
): number {
  const step = {
    op,
    module: '',
    inputShapes: inputs.map((input) => input?.shape ?? null),
    outputShapes: outputs.map(({ shape }) => shape),
    attributes: {},
    dtype: 'float32' as const,
  };
  const flops = new Profile([step], [0]).steps[0]?.flops ?? 0;
  const { kernelSize = [] } = attributes as { kernelSize?: readonly number[] };
  return op.startsWith('conv') ? flops : flops * kernelSize.reduce((taps, size) => taps * size, 1);
}

let requested = 0;

// Storages and pieces of files are allocated by this function alone.
const { allocUnsafeSlow } = Buffer;
Buffer.allocUnsafeSlow = (size: number) => {
  requested += size;
  return allocUnsafeSlow(size);
};

/** The bytes that were asked for since the last call. */
export function takeRequested(): number {
  const bytes = requested;
  requested = 0;
  return bytes;
}

/** The peak of the resident memory since the last call, and what it is now. Linux alone can tell. */
export function takeResident(): { peak: number; now: number } {
  if (process.platform !== 'linux') return { peak: 0, now: 0 };
  const status = readFileSync('/proc/self/status', 'latin1');
  const field = (name: string) => 1024 * Number(new RegExp(`${name}:\\s*(\\d+)`).exec(status)?.[1]);
  // Sets the peak back to what is resident now.
  writeFileSync('/proc/self/clear_refs', '5');
  return { peak: field('VmHWM'), now: field('VmRSS') };
}
