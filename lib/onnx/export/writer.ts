/** Writes the nodes and constants of an ONNX graph. */
import { type Dim, equalDims } from '../../graph/dim.js';
import type { Graph, Node, Value } from '../../graph/index.js';
import { tensor } from '../../tensor/create.js';
import type { DType } from '../../tensor/dtype.js';
import type { Tensor } from '../../tensor/tensor.js';

/** An attribute's value. ONNX tells floats from integers, so floats are marked. */
export type AttributeValue = number | string | readonly number[] | { readonly float: number } | Tensor;

/** A node of ONNX. */
export interface OnnxNode {
  readonly opType: string;
  /** Names of values; `''` where an optional one is absent. */
  readonly input: string[];
  readonly output: string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/**
 * Turns an op into nodes.
 *
 * @param writer takes the nodes
 * @param node the op
 * @param inputs the names of its inputs, `''` for those that are absent
 * @returns the names of its outputs; those at the end that it cannot make may be missing
 */
export type Converter = (writer: Writer, node: Node, inputs: readonly string[]) => string | readonly string[];

/** Why an op has no counterpart in ONNX; the export gathers all of them. */
export class Unsupported extends Error {}

export class Writer {
  readonly nodes: OnnxNode[] = [];
  /** The constants that converters needed. */
  readonly constants = new Map<string, Tensor>();
  readonly opset: number;
  readonly #graph: Graph;
  readonly #used: ReadonlySet<Value | null>;
  readonly #taken: Set<string>;
  readonly #shared = new Map<string, string>();
  #batch: string | undefined;
  #prefix = '';

  /** @param used the values that are needed in the end */
  constructor(graph: Graph, opset: number, used: ReadonlySet<Value | null>) {
    this.opset = opset;
    this.#used = used;
    this.#graph = graph;
    const made = graph.nodes.flatMap(({ outputs }) => outputs);
    this.#taken = new Set([...graph.inputs, ...graph.constants.keys(), ...made].map(({ name }) => name));
  }

  /** Converts one op; its results have the names that the op's outputs have. */
  convert(node: Node, converter: Converter): void {
    this.#prefix = node.outputs[0]?.name ?? node.op;
    const start = this.nodes.length;
    const inputs = node.inputs.map((value) => value?.name ?? '');
    const results = [converter(this, node, inputs)].flat();
    const renamed = new Map<string, string>();
    for (const [i, value] of node.outputs.entries()) {
      const { name } = value;
      const result = results[i];
      if (result === undefined) {
        if (this.#used.has(value)) throw new Unsupported(`its output ${i}`);
        continue;
      }
      const isNew = this.nodes.slice(start).some(({ output }) => output.includes(result));
      if (isNew && !renamed.has(result)) renamed.set(result, name);
      else this.nodes.push({ opType: 'Identity', input: [result], output: [name], attributes: {} });
    }
    for (const { input, output } of this.nodes.slice(start)) {
      for (const list of [input, output])
        for (const [i, name] of list.entries()) list[i] = renamed.get(name) ?? name;
    }
  }

  /** A node with one output. @returns its name */
  op(opType: string, inputs: readonly string[], attributes: OnnxNode['attributes'] = {}): string {
    return this.opWithOutputs(opType, inputs, 1, attributes)[0] as string;
  }

  /** A node with several outputs. @returns their names */
  opWithOutputs(
    opType: string,
    inputs: readonly string[],
    count: number,
    attributes: OnnxNode['attributes'] = {},
  ): string[] {
    const output = Array.from({ length: count }, () => this.unique(`${this.#prefix}.${opType}`));
    const input = [...inputs];
    while (input.at(-1) === '') input.pop();
    this.nodes.push({ opType, input, output, attributes });
    return output;
  }

  /** A constant of its own. @returns its name */
  constant(value: Tensor, hint: string): string {
    const name = this.unique(`${this.#prefix}.${hint}`);
    this.constants.set(name, value);
    return name;
  }

  /** A 1-d int64 constant, such as axes. */
  int64s(values: readonly number[]): string {
    return this.#share(`int64 ${values}`, 'sizes', () =>
      tensor(BigInt64Array.from(values.map(BigInt)), { shape: [values.length] }),
    );
  }

  /** A 0-d constant. */
  scalar(value: number, dtype: DType = 'float32'): string {
    return this.#share(`${dtype} scalar ${Object.is(value, -0) ? '-0' : value}`, 'scalar', () =>
      tensor(value, { dtype }),
    );
  }

  /** A 1-d int64 value that holds sizes, worked out from the batch size where they depend on it. */
  sizes(dims: readonly Dim[]): string {
    if (dims.every((dim) => typeof dim === 'number')) return this.int64s(dims);
    const runs: (number[] | Exclude<Dim, number>)[] = [];
    for (const dim of dims) {
      const last = runs.at(-1);
      if (typeof dim !== 'number') runs.push(dim);
      else if (Array.isArray(last)) last.push(dim);
      else runs.push([dim]);
    }
    const parts = runs.map((run) => {
      if (Array.isArray(run)) return this.int64s(run);
      const rows =
        run.perRow === 1 ? this.batch() : this.op('Mul', [this.batch(), this.int64s([run.perRow])]);
      return run.fixed === 0 ? rows : this.op('Add', [rows, this.int64s([run.fixed])]);
    });
    return parts.length === 1 ? (parts[0] as string) : this.op('Concat', parts, { axis: 0 });
  }

  /** The batch size, a 1-d int64 value of one element. */
  batch(): string {
    if (this.#batch !== undefined) return this.#batch;
    const source = this.#graph.inputs.find(
      ({ shape: [rows] }) => rows !== undefined && equalDims(rows, { perRow: 1, fixed: 0 }),
    );
    if (source === undefined) throw new Unsupported('a size depends on the batch, which no input shows');
    const sizes = this.op('Shape', [source.name]);
    this.#batch = this.op('Gather', [sizes, this.int64s([0])], { axis: 0 });
    return this.#batch;
  }

  /** A name that nothing has. */
  unique(wanted: string): string {
    let name = wanted;
    for (let i = 1; this.#taken.has(name); i++) name = `${wanted}_${i}`;
    this.#taken.add(name);
    return name;
  }

  #share(key: string, hint: string, make: () => Tensor): string {
    const known = this.#shared.get(key) ?? this.constant(make(), hint);
    this.#shared.set(key, known);
    return known;
  }
}

/** An attribute that is a float. */
export function float(value: number): { readonly float: number } {
  return { float: value };
}
