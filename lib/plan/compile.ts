/** From a module to a plan. */
import { ArgumentError } from '../errors.js';
import { contiguous } from '../functional/copy.js';
import { Graph, type Node, type Structure, type Value } from '../graph/graph.js';
import { optimize } from '../graph/passes/index.js';
import { type Traceable, trace } from '../graph/trace.js';
import { type Attributes, addon, type Packing } from '../runtime/addon.js';
import type { TensorSpec } from '../runtime/dispatch.js';
import { getNumThreads } from '../runtime/threads.js';
import { dtypeCode } from '../tensor/dtype.js';
import { checkShape, contiguousStrides } from '../tensor/shape.js';
import { Storage } from '../tensor/storage.js';
import { encode, type Tensor } from '../tensor/tensor.js';
import { blockImages, type Precision } from './blocked/rewrite.js';
import { isPacking } from './packing.js';
import { Plan, type Resources } from './plan.js';
import { type Choice, estimated, type TuneOptions, Tuning } from './tuning.js';

/** The options of {@link compile}. */
export interface CompileOptions {
  /** The shape of a float32 input with any batch size, e.g. `[1, 3, 224, 224]`. */
  input?: readonly number[];
  /** In place of `input`: the arguments of `forward`, tensors or their shapes and dtypes, also nested in lists and objects. */
  inputs?: readonly Structure<TensorSpec>[];
  /** `'fixed'`: the plan runs at the batch size of the inputs above alone. Default `'any'`. */
  batch?: 'any' | 'fixed';
  /** How many threads a run may use. Default: those of the process, divided by `concurrency`. */
  threads?: number;
  /** How many runs may be under way at the same time, each with memory of its own. Default 1: the others wait in turn. */
  concurrency?: number;
  /**
   * `'fast'`, the default, lets convolutions run by Winograd's algorithm: about a third of the time, and rounding that reaches 1e-5 of
   * the largest output rather than 1e-6. `'strict'` avoids it.
   */
  precision?: Precision;
  /**
   * Measures the algorithms of each convolution on this machine, with the plan's threads, and takes the fastest, where a rule of
   * thumb would decide. It takes seconds, once: what was measured is reused by later calls, of the same process, or wherever the
   * `file` that {@link TuneOptions} name is read. Default `false`.
   */
  tune?: boolean | TuneOptions;
}

/**
 * Compiles a network: traces it, rewrites its graph, and prepares a plan with a copy of its weights.
 *
 * The plan computes what `forward` computes, within the rounding of fused operations. It keeps the weights as they are now:
 * what is loaded or written into the model later does not change it.
 *
 * @param model a module in `eval` mode, a loaded ONNX model, or a graph that `trace` returned
 * @param options see {@link CompileOptions}; a graph needs no `input`
 * @throws whatever {@link trace} throws, ArgumentError for wrong options, ShapeError for a network that allows the batch sizes
 * of the trace but not that of 1, FileError for a file of `tune` that is damaged or no such file
 * @example
 * const net = await compile(model.eval(), { input: [1, 3, 224, 224] });
 * const logits = await net.run(image); // off the main thread
 */
export async function compile(model: Traceable | Graph, options: CompileOptions = {}): Promise<Plan> {
  const { input, inputs, batch = 'any', concurrency = 1, precision = 'fast', tune = false } = options;
  const threads = options.threads ?? Math.max(1, Math.floor(getNumThreads() / concurrency));
  for (const [name, value] of Object.entries({ threads, concurrency })) {
    if (!Number.isInteger(value) || value < 1 || value > 256)
      throw new ArgumentError('compile', name, 'an integer from 1 to 256', value);
  }
  if (precision !== 'fast' && precision !== 'strict')
    throw new ArgumentError('compile', 'precision', "'fast' or 'strict'", precision);
  if (typeof tune !== 'boolean' && (typeof tune !== 'object' || tune === null))
    throw new ArgumentError('compile', 'tune', 'true, false or an object such as { file }', tune);
  const tuning = tune === false ? undefined : await Tuning.open(tune, threads);
  const graph = model instanceof Graph ? model : trace(model, toInputs(input, inputs), { batch });
  const optimized = optimize(graph);
  const { graph: blocked, choices } = await block(optimized, precision, tuning);
  try {
    return prepare(blocked, { threads, concurrency, choices });
  } finally {
    // Folded weights are as large as the network, and the garbage collector does not know how soon they are done with.
    const given = new Set([...graph.constants.values()].map(({ storage }) => storage));
    const made = [...blocked.constants.values()].filter(({ storage }) => !given.has(storage));
    Storage.free(made.map(({ storage }) => storage));
  }
}

/** The graph in blocks, and which algorithms it has; again and again while there is something to measure first. */
async function block(
  graph: Graph,
  precision: Precision,
  tuning: Tuning | undefined,
): Promise<{ graph: Graph; choices: readonly Choice[] }> {
  const { channelBlock } = addon;
  if (channelBlock === 1) return { graph, choices: [] };
  for (;;) {
    const choices: Choice[] = [];
    const blocked = blockImages(graph, precision, channelBlock, (layer) => {
      const { index, choice } = tuning?.choose(layer) ?? estimated(layer);
      choices.push(choice);
      return index;
    });
    if (await tuning?.measure(prepare)) continue;
    await tuning?.save();
    return { graph: blocked, choices };
  }
}

/** A plan of a graph as it is; what packs constants runs now, and the plan has what comes of it. */
export function prepare(graph: Graph, resources: Resources): Plan {
  const packing = graph.nodes.filter((node) => isPacking(node, graph.constants));
  const nodes = graph.nodes.filter((node) => !isPacking(node, graph.constants));
  const used = new Set([...nodes.flatMap(({ inputs }) => inputs), ...graph.outputs]);
  const copied = [...graph.constants].filter(([value]) => used.has(value));
  const memory = addon.plan.makeConstants(
    encode(copied.map(([, tensor]) => contiguous(tensor))),
    packing.map((node) => encodePacking(node, graph)),
  );
  const constants = new Set([
    ...copied.map(([value]) => value),
    ...packing.flatMap(({ outputs }) => outputs),
  ]);
  return new Plan({ ...graph, nodes, constants }, memory, resources);
}

function encodePacking({ op, attributes, inputs, outputs }: Node, { constants }: Graph): Packing {
  const tensors = (inputs as Value[]).map((value) => contiguous(constants.get(value) as Tensor));
  const [{ dtype, shape }] = outputs as [TensorSpec & Value];
  const output = Float64Array.of(dtypeCode(dtype), 0, ...shape, ...contiguousStrides(shape));
  return { op, attributes: attributes as Attributes, inputs: encode(tensors), output };
}

function toInputs(
  input: readonly number[] | undefined,
  inputs: readonly Structure<TensorSpec>[] | undefined,
): readonly Structure<TensorSpec>[] {
  if (input === undefined) {
    if (inputs === undefined)
      throw new ArgumentError('compile', 'input', 'the shape of an input, such as [1, 3, 224, 224]', input);
    return inputs;
  }
  if (inputs !== undefined)
    throw new ArgumentError('compile', 'inputs', 'absent where input is given', inputs);
  return [{ shape: checkShape('compile', 'input', input), dtype: 'float32' }];
}
