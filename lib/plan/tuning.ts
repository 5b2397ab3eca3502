/** Algorithms by measurement: what `compile`'s option `tune` does. */
import { cpus } from 'node:os';
import { ArgumentError } from '../errors.js';
import { sum } from '../functional/reduce.js';
import { shapeAt } from '../graph/dim.js';
import { Graph, type Node, type Value } from '../graph/graph.js';
import { toPath } from '../io/source.js';
import { info } from '../runtime/info.js';
import { full } from '../tensor/create.js';
import { elementSize } from '../tensor/dtype.js';
import { algorithmOf } from './algorithm.js';
import { CACHE_BYTES, type Layer, type Way } from './blocked/choice.js';
import type { Plan, Resources } from './plan.js';
import { readTimes, type Times, writeTimes } from './tuning-file.js';

/** Where {@link CompileOptions.tune} keeps what it measures, and what for. */
export interface TuneOptions {
  /**
   * A JSON file: what is in it is not measured again, what is measured is added. It may serve many networks and machines. Without
   * one, measurements are kept as long as the process lives.
   */
  file?: string | URL;
  /** The batch size to be fast at. Default 1. */
  batch?: number;
}

/** Which algorithm a plan has for a convolution, and why. */
export interface Choice {
  /** The module whose `forward` called it. */
  readonly module: string;
  /** Its sizes in words. */
  readonly layer: string;
  /** As in a profile. */
  readonly algorithm: string;
  /**
   * `'only'` where there is no other, `'estimated'` without `tune`; `'measured'` by this call of `compile`, or `'reused'` from
   * one before it.
   */
  readonly source: 'only' | 'estimated' | 'measured' | 'reused';
  /** By algorithm, where they were measured. */
  readonly milliseconds?: Readonly<Record<string, number>>;
}

/** The index of a way, and the same for people. */
interface Decision {
  readonly index: number;
  readonly choice: Choice;
}

type Prepare = (graph: Graph, resources: Resources) => Plan;

/** A layer is measured for at least this long, and so often. */
const LEAST_MILLISECONDS = 20;
const LEAST_RUNS = 5;

/** What was measured without a file, by machine. */
const ofProcess = new Map<string, Times>();

/** What takes the same time. */
const keyOf = ({ geometry, weightsAreNear }: Layer) =>
  weightsAreNear ? geometry : `${geometry}, weights from afar`;

const nameOf = ({ op, attributes }: Way) => algorithmOf(op, attributes) || op;

/** Says which way of a layer is the fastest, and measures those of which it does not know. */
export class Tuning {
  readonly #path: string | undefined;
  readonly #threads: number;
  readonly #batch: number;
  readonly #machine: string;
  readonly #times: Times;
  readonly #missing = new Map<string, Layer>();
  readonly #measured: Times = new Map();

  private constructor(
    path: string | undefined,
    { threads, batch, machine, times }: { threads: number; batch: number; machine: string; times: Times },
  ) {
    this.#path = path;
    this.#threads = threads;
    this.#batch = batch;
    this.#machine = machine;
    this.#times = times;
  }

  /** @param threads of the plan */
  static async open(options: true | TuneOptions, threads: number): Promise<Tuning> {
    const { file, batch = 1 } = options === true ? {} : options;
    if (!Number.isInteger(batch) || batch < 1)
      throw new ArgumentError('compile', 'tune.batch', 'an integer from 1 on', batch);
    const { version, isa } = info();
    const machine = `convolt ${version}, ${isa}, ${cpus()[0]?.model}, ${threads} threads, batch ${batch}`;
    const path =
      file === undefined ? undefined : toPath('compile', 'tune.file', file, 'a path or a file: URL');
    const machines = path === undefined ? ofProcess : await readTimes(path);
    const times = machines.get(machine) ?? new Map();
    if (path === undefined) ofProcess.set(machine, times);
    return new Tuning(path, { threads, batch, machine, times });
  }

  /** The index of the way that is the fastest, or, while that is not known, of the one that should be. */
  choose(layer: Layer): Decision {
    const { ways } = layer;
    if (ways.length === 1) return estimated(layer);
    const key = keyOf(layer);
    const known = this.#times.get(key);
    const milliseconds = ways.map((way) => known?.get(nameOf(way)));
    if (milliseconds.includes(undefined)) {
      this.#missing.set(key, layer);
      return estimated(layer);
    }
    const index = milliseconds.indexOf(Math.min(...(milliseconds as number[])));
    return chosen(layer, index, this.#measured.has(key) ? 'measured' : 'reused', known);
  }

  /**
   * Measures what `choose` was asked without knowing.
   *
   * @param prepare makes a plan of a graph
   * @returns whether there was anything
   */
  async measure(prepare: Prepare): Promise<boolean> {
    if (this.#missing.size === 0) return false;
    for (const [key, layer] of this.#missing) {
      const times = await timesOf(layer, this.#batch, (graph) =>
        prepare(graph, { threads: this.#threads, concurrency: 1 }),
      );
      this.#times.set(key, times);
      this.#measured.set(key, times);
    }
    this.#missing.clear();
    return true;
  }

  /** Writes what was measured, if anything was, to the file, if there is one. */
  async save(): Promise<void> {
    if (this.#path === undefined || this.#measured.size === 0) return;
    await writeTimes(this.#path, this.#machine, this.#measured);
  }
}

/** The choice without measurements. */
export function estimated(layer: Layer): Decision {
  return chosen(layer, 0, layer.ways.length === 1 ? 'only' : 'estimated');
}

function chosen(
  { module, geometry, ways }: Layer,
  index: number,
  source: Choice['source'],
  times?: ReadonlyMap<string, number>,
): Decision {
  const choice = { module, layer: geometry, algorithm: nameOf(ways[index] as Way), source };
  return { index, choice: times ? { ...choice, milliseconds: Object.fromEntries(times) } : choice };
}

/**
 * The least time of each way. All are steps of one plan, which runs several times: they take turns, and each finds the caches full
 * of what the others read, as the layers of a network do, or, where the weights of the network's other layers take a cache, of
 * as much as fills it.
 */
async function timesOf(
  layer: Layer,
  batch: number,
  prepare: (graph: Graph) => Plan,
): Promise<Map<string, number>> {
  const names = layer.ways.map(nameOf);
  const net = prepare(graphOf(layer, batch));
  try {
    const inputs = layer.ways.map(({ input }) => full(shapeAt(input, batch), 0.5));
    const others = layer.weightsAreNear ? undefined : full([CACHE_BYTES / elementSize('float32')], 1);
    await net.profile(...inputs);
    const times = new Map(names.map((name) => [name, Number.POSITIVE_INFINITY]));
    const start = performance.now();
    for (let run = 0; run < LEAST_RUNS || performance.now() - start < LEAST_MILLISECONDS; run++) {
      if (others) sum(others);
      const { steps } = await net.profile(...inputs);
      for (const { module, milliseconds } of steps) {
        if (times.has(module)) times.set(module, Math.min(times.get(module) as number, milliseconds));
      }
    }
    return times;
  } finally {
    net.dispose();
  }
}

/** Each way as a node of its own, named by its module, with an input and weights of its own. */
function graphOf({ ways, output }: Layer, batch: number): Graph {
  const value = (name: string, shape: readonly number[]): Value => ({ name, shape, dtype: 'float32' });
  const inputs = ways.map(({ input }, i) => value(`input${i}`, shapeAt(input, batch)));
  const weights = ways.map(({ weight }, i) => value(`weight${i}`, weight));
  const outputs = ways.map((_, i) => value(`output${i}`, shapeAt(output, batch)));
  const nodes = ways.map((way, i): Node => {
    const { op, attributes } = way;
    const operands = [inputs[i] as Value, weights[i] as Value, null];
    return { op, attributes, inputs: operands, outputs: [outputs[i] as Value], module: nameOf(way) };
  });
  return new Graph({
    inputs,
    constants: new Map(weights.map((weight, i) => [weight, full((ways[i] as Way).weight, 0.01)])),
    nodes,
    outputs,
    inputStructure: ways.map((_, i) => i),
    outputStructure: ways.map((_, i) => i),
  });
}
