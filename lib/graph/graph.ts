/** A network as a graph: what `trace` records, passes rewrite and plans are made of. */
import type { DType } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import type { Dim } from './dim.js';
import { toDot, toText } from './print.js';
import { validate } from './validate.js';

/** What an op is told beside its inputs, as `dispatch` has it; numbers may depend on the batch. */
export type GraphAttributes = Readonly<Record<string, boolean | string | Dim | readonly Dim[]>>;

/** A tensor that will be there when the graph runs. */
export interface Value {
  /** Unique in its graph: an input's or a constant's own, else the module's path and the op. */
  readonly name: string;
  readonly shape: readonly Dim[];
  readonly dtype: DType;
}

/** One op. */
export interface Node {
  /** The name of a native op, or of a view: `reshape`, `permute`, `slice`, `select`, `expand`. */
  readonly op: string;
  readonly attributes: GraphAttributes;
  /** In the op's order; null where an optional one is absent. */
  readonly inputs: readonly (Value | null)[];
  readonly outputs: readonly Value[];
  /** The module whose `forward` called it, e.g. `layer1.0.conv1`; `''` for the model itself. */
  readonly module: string;
}

/** Nested lists and objects with something at their leaves: the arguments and the result of a `forward`. */
export type Structure<Leaf> = Leaf | readonly Structure<Leaf>[] | { readonly [key: string]: Structure<Leaf> };

/** A {@link Graph} without the elements of its constants. */
export interface Outline {
  readonly inputs: readonly Value[];
  readonly constants: Pick<ReadonlySet<Value>, 'has' | 'keys'>;
  readonly nodes: readonly Node[];
  readonly outputs: readonly Value[];
  readonly inputStructure: readonly Structure<number>[];
  readonly outputStructure: Structure<number>;
}

/**
 * A network as a list of ops, each after those that it depends on.
 *
 * Sizes are plain numbers or depend on the batch size N, which is known only when the graph runs.
 */
export class Graph {
  readonly inputs: readonly Value[];
  /** Parameters, by their names in the state dict, and other tensors that `forward` used. */
  readonly constants: ReadonlyMap<Value, Tensor>;
  readonly nodes: readonly Node[];
  readonly outputs: readonly Value[];
  /** How `forward` takes the inputs: for each argument their places in {@link inputs}. */
  readonly inputStructure: readonly Structure<number>[];
  /** How `forward` returned the outputs: their places in {@link outputs}. */
  readonly outputStructure: Structure<number>;

  constructor(parts: {
    inputs: readonly Value[];
    constants: ReadonlyMap<Value, Tensor>;
    nodes: readonly Node[];
    outputs: readonly Value[];
    inputStructure: readonly Structure<number>[];
    outputStructure: Structure<number>;
  }) {
    this.inputs = parts.inputs;
    this.constants = parts.constants;
    this.nodes = parts.nodes;
    this.outputs = parts.outputs;
    this.inputStructure = parts.inputStructure;
    this.outputStructure = parts.outputStructure;
  }

  /** The same graph with other parts. */
  with(parts: {
    constants?: ReadonlyMap<Value, Tensor>;
    nodes?: readonly Node[];
    outputs?: readonly Value[];
  }): Graph {
    return new Graph({ ...this, ...parts });
  }

  /** The graph as text, an op a line: `relu: [N, 64, 56, 56] = relu(bn1)`. */
  toString(): string {
    return toText(this);
  }

  /** The graph in Graphviz's language. @see https://graphviz.org/doc/info/lang.html */
  toDot(): string {
    return toDot(this);
  }

  /**
   * Checks that each value is made once, before its uses, that names are unique and that views have the shapes that
   * their ops give.
   *
   * @returns the graph itself
   * @throws ConvoltError `CONVOLT_INVALID_GRAPH` that says what is wrong, and at which op
   */
  validate(): this {
    validate(this);
    return this;
  }
}
