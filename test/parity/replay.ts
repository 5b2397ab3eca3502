/** Replays a case of draw.py in Convolt and compares. */
import * as convolt from 'convolt';
import { relativeError } from '../support/relative-error.js';
import { type Case, decode, type Expected, fillState, toArgument } from './case.js';

const { ConvoltError, functional, manualSeed, nn, Tensor } = convolt;

/** What came of a case: the largest error, and in words what is wrong, if anything. */
export interface Outcome {
  error: number;
  problem?: string;
}

/** The largest difference over the largest magnitude that passes, by dtype; what is not here must be equal. */
const BOUNDS: Partial<Record<convolt.DType, number>> = {
  float32: 1e-5,
  float64: 1e-5,
  // One step between neighbouring numbers.
  float16: 2 ** -10,
  bfloat16: 2 ** -7,
};

// biome-ignore lint/suspicious/noExplicitAny: the names and arguments come from the case
type Callable = (...args: any[]) => unknown;

/** Runs a case, a function also as a method of Tensor if there is one. */
export function replay(recorded: Case): Outcome {
  const ways = recorded.kind === 'layer' ? [() => runLayer(recorded)] : waysToCall(recorded);
  const outcomes = ways.map((run) => compare(recorded, run));
  return outcomes.find(({ problem }) => problem !== undefined) ?? (outcomes[0] as Outcome);
}

function waysToCall({ name, call, seed }: Case): (() => unknown[])[] {
  const rooms = { ...convolt, ...functional } as unknown as Record<string, Callable | undefined>;
  const run = rooms[name];
  const method = (Tensor.prototype as unknown as Record<string, Callable>)[name];
  const ways: Callable[] = [];
  if (run !== undefined) ways.push(run);
  if (name === 'where') ways.push((condition, x, other) => x.where(condition, other));
  else if (method !== undefined && !Array.isArray(call[0]))
    ways.push((x, ...rest) => method.call(x, ...rest));
  if (ways.length === 0) throw new Error(`Convolt has no ${name}`);
  return ways.map((way) => () => {
    manualSeed(seed);
    const args = call.map(toArgument);
    const result = way(...args);
    const options = args.at(-1) as { inplace?: boolean } | undefined;
    return name.endsWith('_') || options?.inplace === true ? [result, args[0]] : [result];
  });
}

function runLayer(recorded: Case): unknown[] {
  manualSeed(recorded.seed);
  const Layer = (nn as Record<string, unknown>)[recorded.name] as new (
    ...args: unknown[]
  ) => convolt.nn.Module;
  const layer = new Layer(...(recorded.new ?? []).map(toArgument)).train(recorded.train ?? false);
  if (recorded.fill === true) fillState(layer);
  const args = recorded.call.map(toArgument);
  if (recorded.printed !== undefined && withoutPointZero(`${layer}`) !== withoutPointZero(recorded.printed))
    throw new Mismatch(`printed as ${layer}, expected ${recorded.printed}`);
  const result = layer.forward(...args);
  const changed = (layer as { inplace?: boolean }).inplace === true ? [args[0]] : [];
  return [result, ...changed, ...layer.buffers()];
}

/** Python tells 1 from 1.0, which are the same number here. */
function withoutPointZero(printed: string): string {
  return printed.replaceAll(/(\d)\.0\b/g, '$1');
}

/** What a comparison found wrong, to tell it from errors of the library. */
class Mismatch extends Error {
  constructor(
    message: string,
    readonly difference = Number.POSITIVE_INFINITY,
  ) {
    super(message);
  }
}

function compare(recorded: Case, run: () => unknown[]): Outcome {
  try {
    const actual = leaves(run());
    if (recorded.refused !== undefined)
      throw new Mismatch(`accepted what PyTorch refuses: ${recorded.refused}`);
    const expected = recorded.expected ?? [];
    if (actual.length !== expected.length)
      throw new Mismatch(`gave ${actual.length} results, expected ${expected.length}`);
    return { error: Math.max(...expected.map((leaf, i) => compareLeaf(actual[i], leaf))) };
  } catch (error) {
    const refusal = error instanceof ConvoltError && error.code !== 'CONVOLT_NATIVE_CHECK';
    if (refusal && recorded.refused !== undefined) return { error: 0 };
    const problem = error instanceof Mismatch ? error.message : `threw ${error}`;
    return { error: error instanceof Mismatch ? error.difference : Number.POSITIVE_INFINITY, problem };
  }
}

/** The tensors, numbers and strings of a result, in order. */
function leaves(result: unknown): unknown[] {
  if (result instanceof Tensor || typeof result !== 'object' || result === null) return [result];
  return Object.values(result).flatMap(leaves);
}

/** The error of one result. */
function compareLeaf(actual: unknown, expected: Expected): number {
  if ('value' in expected) {
    const value = toArgument(expected.value);
    const near = typeof actual === 'number' && typeof value === 'number' && Math.abs(actual - value) <= 1e-6;
    if (near || Object.is(actual, value)) return 0;
    throw new Mismatch(`gave ${actual}, expected ${value}`);
  }
  if (!(actual instanceof Tensor)) throw new Mismatch(`gave ${actual}, expected a tensor`);
  const { dtype, shape } = expected;
  if (actual.dtype !== dtype) throw new Mismatch(`gave ${actual.dtype}, expected ${dtype}`);
  if (`${actual.shape}` !== `${shape}`)
    throw new Mismatch(`gave shape [${actual.shape.join(', ')}], expected [${shape.join(', ')}]`);
  const error = relativeError(readable(actual), readable(decode(expected)));
  const bound = BOUNDS[dtype] ?? 0;
  if (error <= bound) return error;
  throw new Mismatch(`error ${error.toPrecision(2)}, at most ${bound} passes`, error);
}

/** A tensor whose `data` are its numbers in order. */
function readable(x: convolt.Tensor): convolt.Tensor {
  const isHalf = x.dtype === 'float16' || x.dtype === 'bfloat16';
  return (isHalf ? x.to('float32') : x).contiguous();
}
