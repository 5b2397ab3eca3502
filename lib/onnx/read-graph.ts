/** From the message of a graph to nodes that can run, each after those that it depends on. */
import { ConvoltError } from '../errors.js';
import { invalidFile, quoted, unsupportedFile, word } from '../io/file-error.js';
import type { DType } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';
import { fromOnnx, nameOf } from './dtypes.js';
import { toInteger } from './integers.js';
import { OnnxNode, Unsupported } from './node.js';
import type { Operator, Run } from './operator.js';
import { operators } from './ops/index.js';
import type { GraphProto, ModelProto, NodeProto, ValueInfoProto } from './schema.js';
import { type TensorContext, toTensor } from './tensor-proto.js';

/** An input or an output of a model. */
export interface OnnxValue {
  readonly name: string;
  readonly dtype: DType;
  /** A number, the name of a size that is open, or `'?'` for one that has no name; undefined when nothing is said. */
  readonly shape: readonly (number | string)[] | undefined;
}

/** A node with what it does. */
export interface Step {
  readonly node: OnnxNode;
  readonly run: Run;
  /** Whether weights and sizes are all that it computes with. */
  readonly isFixed: boolean;
  /** Values that no later step needs. */
  readonly last: readonly string[];
}

/** A graph that was checked. */
export interface OnnxGraph {
  readonly name: string;
  readonly opset: number;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly steps: readonly Step[];
}

/** The versions of ONNX's operators that are read. */
export const OPSETS = { least: 6, most: 22 } as const;

/**
 * @throws FileError `CONVOLT_INVALID_FILE` for names that nothing or several things make, cycles, and broken attributes;
 * `CONVOLT_UNSUPPORTED_FILE` for other versions; ConvoltError `CONVOLT_UNSUPPORTED_OP`, which lists all that is missing
 */
export async function readGraph(model: ModelProto, context: TensorContext): Promise<OnnxGraph> {
  const { graph } = model;
  if (!graph) throw invalidFile(context, 'the model has no graph');
  const opset = opsetOf(model, context);
  if ((graph.sparseInitializer ?? []).length > 0)
    throw unsupportedFile(context, 'the model has sparse weights, which Convolt lacks');
  const initializers = new Map<string, number>();
  for (const [i, { name = '' }] of (graph.initializer ?? []).entries()) {
    if (initializers.has(name)) throw invalidFile(context, `two weights are named ${quoted(name)}`);
    initializers.set(name, i);
  }
  // Files of before 2019 list weights among the inputs.
  const inputs = (graph.input ?? []).filter(({ name = '' }) => !initializers.has(name));
  const nodes = (graph.node ?? []).map((proto, i) => new OnnxNode(proto, i, { opset, file: context.name }));
  checkNames(graph, nodes, inputs, context);
  const runs = prepareAll(graph.node ?? [], nodes, graph, context);
  const weights = new Map<string, Tensor>();
  for (const proto of graph.initializer ?? []) weights.set(proto.name ?? '', await toTensor(proto, context));
  const steps = stepsOf(nodes, runs, inputs, graph).filter(({ node, run }) => {
    // Some exporters write all weights as nodes.
    if (node.op !== 'Constant') return true;
    for (const name of node.outputs) weights.set(name, run() as Tensor);
    return false;
  });
  return {
    name: graph.name ?? '',
    opset,
    inputs: inputs.map((info) => toValue(info, 'input', context)),
    outputs: (graph.output ?? []).map((info) => toValue(info, 'output', context)),
    weights,
    steps,
  };
}

function opsetOf({ graph, opsetImport = [] }: ModelProto, context: TensorContext): number {
  const own = opsetImport.find(({ domain = '' }) => isOnnxDomain(domain));
  const usesOnnx = (graph?.node ?? []).some(({ domain = '' }) => isOnnxDomain(domain));
  if (own === undefined && usesOnnx)
    throw invalidFile(context, 'the model does not say which opset it needs');
  const version =
    own === undefined
      ? OPSETS.most
      : toInteger(own.version ?? 0, (why) => invalidFile(context, `the opset: ${why}`));
  if (version < OPSETS.least || version > OPSETS.most) {
    throw unsupportedFile(
      context,
      `the model is of opset ${version}; Convolt reads ${OPSETS.least} to ${OPSETS.most}; convert it with ` +
        'onnx.version_converter, or export it with another opset',
    );
  }
  return version;
}

function isOnnxDomain(domain: string): boolean {
  return domain === '' || domain === 'ai.onnx';
}

/** Each name must be made once, and before it is used: so there are no cycles either. */
function checkNames(
  graph: GraphProto,
  nodes: readonly OnnxNode[],
  inputs: readonly ValueInfoProto[],
  context: TensorContext,
): void {
  const made = new Set((graph.initializer ?? []).map(({ name = '' }) => name));
  const make = (name: string, where: string) => {
    if (name === '') throw invalidFile(context, `${where} has no name`);
    if (made.has(name))
      throw invalidFile(context, `${quoted(name)} is made twice, the second time by ${where}`);
    made.add(name);
  };
  for (const { name = '' } of inputs) make(name, 'an input');
  for (const node of nodes) {
    for (const name of node.inputs) {
      if (name !== '' && !made.has(name))
        throw node.invalid(`takes ${quoted(name)}, which nothing makes before it`);
    }
    for (const name of node.outputs) if (name !== '') make(name, `${node}`);
  }
  if ((graph.output ?? []).length === 0) throw invalidFile(context, 'the graph has no outputs');
  for (const { name = '' } of graph.output ?? []) {
    if (!made.has(name)) throw invalidFile(context, `the output ${quoted(name)} is made by nothing`);
  }
}

function prepareAll(
  protos: readonly NodeProto[],
  nodes: readonly OnnxNode[],
  graph: GraphProto,
  context: TensorContext,
): Run[] {
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  for (const { name = '' } of graph.output ?? []) used.add(name);
  const missing = new Map<string, string[]>();
  const runs = nodes.map((node, i): Run => {
    const domain = protos[i]?.domain ?? '';
    try {
      if (!isOnnxDomain(domain)) throw new Unsupported(`of ${quoted(domain)}`);
      const operator = Object.hasOwn(operators, node.op) ? (operators[node.op] as Operator) : undefined;
      if (operator === undefined) throw new Unsupported('');
      return prepare(operator, node, used);
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      const what = `${word(node.op)}${error.message && ` ${error.message}`}`;
      missing.set(what, [...(missing.get(what) ?? []), node.name]);
      return () => [];
    }
  });
  if (missing.size > 0) {
    const lines = [...missing].map(([what, [first = '', ...others]]) => {
      const more = others.length === 0 ? '' : ` and ${others.length} more`;
      return `${what} at ${quoted(first)}${more}`;
    });
    const count = [...missing.values()].reduce((sum, names) => sum + names.length, 0);
    throw new ConvoltError(
      'CONVOLT_UNSUPPORTED_OP',
      `${context.name}: Convolt has no counterpart for ${count} of the model's nodes:\n  ${lines.join('\n  ')}`,
    );
  }
  return runs;
}

function prepare(operator: Operator, node: OnnxNode, used: ReadonlySet<string>): Run {
  const { least, most, outputs } = operator;
  node.requireInputs(least);
  if (node.inputs.slice(most).some((name) => name !== ''))
    throw new Unsupported(`with ${node.inputs.length} inputs`);
  const beyond = node.outputs.slice(outputs).findIndex((name) => used.has(name));
  if (beyond >= 0) throw new Unsupported(`with output ${outputs + beyond + 1}`);
  return operator.prepare(node);
}

/** Operators whose output tells nothing of the elements of their input. */
const OF_SIZES = ['Shape', 'Size'];

/** Notes which steps do not depend on inputs, and where each value is used for the last time. */
function stepsOf(
  nodes: readonly OnnxNode[],
  runs: readonly Run[],
  inputs: readonly ValueInfoProto[],
  graph: GraphProto,
): Step[] {
  const open = new Set(inputs.map(({ name = '' }) => name));
  const steps = nodes.map((node, i) => {
    const isFixed = OF_SIZES.includes(node.op) || !node.inputs.some((name) => open.has(name));
    if (!isFixed) for (const name of node.outputs) open.add(name);
    return { node, run: runs[i] as Run, isFixed };
  });
  const needed = new Set((graph.output ?? []).map(({ name = '' }) => name));
  return steps
    .reverse()
    .map((step) => {
      const { node } = step;
      const last = [...new Set([...node.inputs, ...node.outputs])].filter((name) => !needed.has(name));
      for (const name of last) needed.add(name);
      return { ...step, last };
    })
    .reverse();
}

function toValue({ name = '', type }: ValueInfoProto, kind: string, context: TensorContext): OnnxValue {
  const tensorType = type?.tensorType;
  if (!tensorType)
    throw unsupportedFile(
      context,
      `the ${kind} ${quoted(name)} is no tensor, but a sequence, a map or untyped`,
    );
  const dtype = fromOnnx(tensorType.elemType ?? 0);
  if (dtype === undefined) {
    const what = nameOf(tensorType.elemType ?? 0);
    throw unsupportedFile(context, `the ${kind} ${quoted(name)} is of ${what}, which Convolt lacks`);
  }
  const shape = tensorType.shape?.dim?.map(({ dimValue, dimParam }) => {
    if (dimParam) return dimParam;
    const size = toInteger(dimValue ?? 0, (why) =>
      invalidFile(context, `the ${kind} ${quoted(name)}: ${why}`),
    );
    // Some exporters write -1 or 0 for a size that is open.
    return size > 0 ? size : '?';
  });
  return { name, dtype, shape };
}
