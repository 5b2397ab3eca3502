/** The table of a model's layers. */
import { ArgumentError } from './errors.js';
import { Module } from './nn/module.js';
import type { Parameter } from './nn/parameter.js';
import { zeros } from './tensor/create.js';
import { Tensor } from './tensor/tensor.js';

/** The options of {@link summary}. */
export interface SummaryOptions {
  /** How deep inside the model to show modules: 1 is its direct children. What is deeper counts where it is inside. Default: all. */
  depth?: number;
  /** Whether the table is printed. Default true. */
  print?: boolean;
}

/** The size of a dimension, or `'N'` for the batch. */
export type SummarySize = number | 'N';

/** One call of a module's `forward`. */
export interface SummaryLayer {
  /** The name inside the model, e.g. `features.0`; `''` for the model itself. */
  name: string;
  /** The name of its class. */
  type: string;
  /** How many modules it is inside of. */
  depth: number;
  /** Null when the output is not one tensor. */
  outputShape: SummarySize[] | null;
  /** Parameters of this module alone; with those of the modules inside it where they are not shown. */
  parameters: number;
}

/** What {@link summary} returns. */
export interface Summary {
  /** In the order in which they were called. */
  layers: SummaryLayer[];
  totalParameters: number;
  trainableParameters: number;
  nonTrainableParameters: number;
}

/**
 * Shows what a model is made of: each layer's name and type, the shape of its output and its number of parameters, then
 * their sums. The model runs once on zeros, in `eval` mode, to find the shapes; its mode is restored.
 *
 * A parameter counts once: where two modules share it, for the one that was called first.
 *
 * @param model any module
 * @param inputShape the shape of one input **without the batch**, e.g. `[1, 28, 28]` for (C, H, W), or a list of shapes
 * for a `forward` of several inputs
 * @param options see {@link SummaryOptions}
 * @returns the same as data
 * @throws ArgumentError for a model that is no Module and shapes that are none; whatever `forward` throws
 * @example summary(new nn.Sequential(new nn.Conv2d(1, 32, 3), new nn.ReLU()), [1, 28, 28]);
 * @see https://github.com/TylerYep/torchinfo for the like in PyTorch
 */
export function summary(
  model: Module,
  inputShape: readonly number[] | readonly (readonly number[])[],
  { depth = Number.POSITIVE_INFINITY, print = true }: SummaryOptions = {},
): Summary {
  if (!(model instanceof Module)) throw new ArgumentError('summary', 'model', 'a Module', model);
  if (depth !== Number.POSITIVE_INFINITY && (!Number.isInteger(depth) || depth < 0))
    throw new ArgumentError('summary', 'depth', 'an integer of at least 0', depth);
  const inputs = toShapes(inputShape).map((shape) => zeros([1, ...shape]));
  const layers = toLayers(recordCalls(model, inputs), depth);
  const total = count(model.parameters());
  const trainable = count([...model.parameters()].filter((parameter) => parameter.requiresGrad));
  const result: Summary = {
    layers,
    totalParameters: total,
    trainableParameters: trainable,
    nonTrainableParameters: total - trainable,
  };
  if (print) console.log(toTable(result));
  return result;
}

function toShapes(inputShape: unknown): readonly number[][] {
  const shapes = Array.isArray(inputShape) && Array.isArray(inputShape[0]) ? inputShape : [inputShape];
  for (const shape of shapes) {
    if (!Array.isArray(shape) || !shape.every((size) => Number.isInteger(size) && size >= 1)) {
      const expected = 'a shape without the batch, such as [1, 28, 28], or a list of shapes';
      throw new ArgumentError('summary', 'inputShape', expected, inputShape);
    }
  }
  return shapes;
}

/** A call of a module's forward. */
interface Call {
  name: string;
  module: Module;
  /** How many calls it was made inside of. */
  depth: number;
  outputShape: SummarySize[] | null;
}

/** Runs the model in eval mode, and leaves no trace on it. Returns all calls, an outer one before those inside it. */
function recordCalls(model: Module, inputs: readonly Tensor[]): Call[] {
  const modules = [...model.namedModules()];
  const modes = modules.map(([, module]) => module.training);
  const calls: Call[] = [];
  const running: Call[] = [];
  const handles = modules.flatMap(([name, module]) => [
    module.registerForwardPreHook(() => {
      const call = { name, module, depth: running.length, outputShape: null };
      calls.push(call);
      running.push(call);
    }),
    module.registerForwardHook((_module, _args, output) => {
      const call = running.pop() as Call;
      call.outputShape = shapeOf(output);
    }),
  ]);
  try {
    model.eval().forward(...inputs);
  } finally {
    for (const handle of handles) handle.remove();
    modules.forEach(([, module], i) => {
      module.training = modes[i] as boolean;
    });
  }
  return calls;
}

function shapeOf(output: unknown): SummarySize[] | null {
  if (!(output instanceof Tensor)) return null;
  return output.shape.map((size, dim) => (dim === 0 && size === 1 ? 'N' : size));
}

/** The calls that are shown. Every parameter of the model is counted in exactly one of them. */
function toLayers(calls: readonly Call[], maxDepth: number): SummaryLayer[] {
  const shown = calls.filter(({ depth }) => depth <= maxDepth);
  const counted = new Set<Parameter>();
  return shown.map(({ name, module, depth, outputShape }, i) => {
    const after = shown.slice(i + 1);
    const end = after.findIndex((call) => call.depth <= depth);
    const inside = after.slice(0, end < 0 ? after.length : end);
    const deeper = new Set(inside.flatMap((call) => [...call.module.parameters()]));
    const own = [...module.parameters()].filter(
      (parameter) => !deeper.has(parameter) && !counted.has(parameter),
    );
    for (const parameter of own) counted.add(parameter);
    return { name, type: module.constructor.name, depth, outputShape, parameters: count(own) };
  });
}

function count(parameters: Iterable<Parameter>): number {
  let total = 0;
  for (const parameter of parameters) total += parameter.numel();
  return total;
}

function toTable({ layers, ...totals }: Summary): string {
  const number = (value: number) => value.toLocaleString('en-US');
  const rows = layers.map(({ name, type, depth, outputShape, parameters }) => [
    '  '.repeat(depth) + (name === '' ? type : `${name} (${type})`),
    outputShape === null ? '-' : `[${outputShape.join(', ')}]`,
    number(parameters),
  ]);
  const header = ['Layer (type)', 'Output shape', 'Parameters'];
  const widths = header.map((_title, column) =>
    Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const [first = 0, second = 0, third = 0] = widths;
  const line = ([layer = '', shape = '', parameters = '']: readonly string[]) =>
    `${layer.padEnd(first)}   ${shape.padEnd(second)}   ${parameters.padStart(third)}`;
  const sums: [string, number][] = [
    ['Total parameters:', totals.totalParameters],
    ['Trainable parameters:', totals.trainableParameters],
    ['Non-trainable parameters:', totals.nonTrainableParameters],
  ];
  const width = number(totals.totalParameters).length;
  const rule = '─'.repeat(first + second + third + 6);
  return [
    line(header),
    rule,
    ...rows.map(line),
    rule,
    ...sums.map(([label, value]) => `${label.padEnd(26)}${number(value).padStart(width)}`),
  ].join('\n');
}
