/**
 * The rewrite of a graph that makes its images blocked tensors (`images.ts`), on which kernels load and store whole vectors of
 * channels, whatever the size of the image.
 *
 * Each node is turned into one over blocked tensors where a rule (`rules.ts`) knows how, and left alone otherwise. Values are
 * brought from one layout into the other when the first node asks for it, so that only the shores of an island of blocked
 * nodes cost anything. In a last block that is not full the lanes behind the last channel hold any finite numbers: what
 * multiplies by weights has zeros for them, and nothing else mixes channels.
 */
import type { Dim } from '../../graph/dim.js';
import type { Graph, GraphAttributes, Node, Value } from '../../graph/graph.js';
import { Constants } from '../../graph/passes/constants.js';
import { removeDeadCode } from '../../graph/passes/dead-code.js';
import { onlyUser, usesOf } from '../../graph/passes/uses.js';
import { type Channel, select } from './channels.js';
import { byEstimate, type Chooser } from './choice.js';
import { blockedShape, type Image, imageOf } from './images.js';
import { rules } from './rules.js';
import { scaleWeights } from './scale-weights.js';

/** How a plan computes: `'strict'` takes no algorithm that rounds more than plain sums do. */
export type Precision = 'fast' | 'strict';

/**
 * @param block how many channels lie side by side: the floats of a vector
 * @param choose says which algorithm a convolution gets
 */
export function blockImages(
  graph: Graph,
  precision: Precision,
  block: number,
  choose: Chooser = byEstimate,
): Graph {
  return scaleWeights(removeDeadCode(new Blocking(graph, precision, block, choose).result())).validate();
}

/** The graph that is being made, and what rules do to it. */
export class Blocking {
  readonly block: number;
  readonly precision: Precision;
  readonly choose: Chooser;
  readonly constants: Constants;
  /** Elements of the graph's constants. */
  readonly parameters: number;
  readonly #graph: Graph;
  readonly #uses: ReadonlyMap<Value, readonly (Node | undefined)[]>;
  readonly #nodes: Node[] = [];
  /** The values of the graph that are there as they were. */
  readonly #plain: Set<Value>;
  /** The blocked tensors of images. */
  readonly #blocked = new Map<Value, Value>();
  /** Images that, so far, are only known to be channels of blocked tensors. */
  readonly #channels = new Map<Value, readonly Channel[]>();
  /** Nodes that the rule for one before them has dealt with. */
  readonly #done = new Set<Node>();
  /** Packed constants, by what they were made from. */
  readonly #packed = new Map<string, Value>();

  constructor(graph: Graph, precision: Precision, block: number, choose: Chooser) {
    this.#graph = graph;
    this.#uses = usesOf(graph);
    this.#plain = new Set([...graph.inputs, ...graph.constants.keys()]);
    this.constants = new Constants(graph);
    this.parameters = [...graph.constants.values()].reduce((sum, tensor) => sum + tensor.numel(), 0);
    this.precision = precision;
    this.block = block;
    this.choose = choose;
  }

  result(): Graph {
    for (const node of this.#graph.nodes) {
      if (!this.#done.has(node) && !rules.get(node.op)?.(node, this)) this.addPlain(node);
    }
    for (const value of this.#graph.outputs) this.plain(value, '');
    return this.#graph.with({ constants: this.constants.tensors, nodes: this.#nodes });
  }

  /** Whether an image is in blocks already. */
  isBlocked(value: Value | null | undefined): value is Value {
    return value != null && (this.#blocked.has(value) || this.#channels.has(value));
  }

  /** The only node that takes the output of a node of the graph. */
  onlyUser(node: Node): Node | undefined {
    return onlyUser(node, this.#uses);
  }

  /** Leaves nodes out that the one before them makes unnecessary. */
  skip(...nodes: readonly Node[]): void {
    for (const node of nodes) this.#done.add(node);
  }

  /** The value as it was in the graph; changes its layout where it must. */
  plain(value: Value, module: string): Value {
    if (this.#plain.has(value)) return value;
    this.#plain.add(value);
    const blocked = this.blocked(value, module);
    const { rows, channels, height, width } = imageOf(value) as Image;
    if (height * width > 1) {
      this.#nodes.push({ op: 'fromBlocked', attributes: {}, inputs: [blocked], outputs: [value], module });
      return value;
    }
    // Of an image of one pixel the channels lie in order.
    const lanes = [rows, (blocked.shape[1] as number) * this.block];
    const all = this.view('reshape', { shape: lanes }, blocked, lanes, module);
    const attributes = { dim: 1, start: 0, length: channels, step: 1 };
    const some = this.view('slice', attributes, all, [rows, channels], module);
    this.#nodes.push({
      op: 'reshape',
      attributes: { shape: value.shape },
      inputs: [some],
      outputs: [value],
      module,
    });
    return value;
  }

  /** The image in blocks; changes its layout where it must. */
  blocked(value: Value, module: string): Value {
    const known = this.#blocked.get(value);
    if (known !== undefined) return known;
    const channels = this.#channels.get(value);
    if (channels !== undefined) {
      const { op, attributes, inputs } = select(channels, this.block);
      return this.add(value, op, attributes, inputs, module);
    }
    if (this.constants.get(value)) {
      const shape = blockedShape(imageOf(value) as Image, this.block) as number[];
      const blocked = this.packed(`${value.name}.blocked`, 'toBlocked', {}, value, shape);
      this.#blocked.set(value, blocked);
      return blocked;
    }
    return this.add(value, 'toBlocked', {}, [value], module);
  }

  /** The channels of an image in blocks, without moving any. */
  channels(value: Value, module: string): readonly Channel[] {
    const known = this.#channels.get(value);
    if (known !== undefined) return known;
    const tensor = this.blocked(value, module);
    const { channels } = imageOf(value) as Image;
    return Array.from({ length: channels }, (_, index) => ({ tensor, channels, index }));
  }

  /** Notes what an image of the graph consists of; nothing moves before a node wants to read it. */
  setChannels(value: Value, channels: readonly Channel[]): void {
    this.#channels.set(value, channels);
  }

  /** Adds a node that makes an image of the graph in blocks. */
  add(
    image: Value,
    op: string,
    attributes: GraphAttributes,
    inputs: readonly (Value | null)[],
    module: string,
  ): Value {
    const output = this.value(`${image.name}.blocked`, blockedShape(imageOf(image) as Image, this.block));
    this.#nodes.push({ op, attributes, inputs, outputs: [output], module });
    this.#blocked.set(image, output);
    return output;
  }

  /** Notes which value is an image of the graph in blocks. */
  setBlocked(image: Value, blocked: Value): void {
    this.#blocked.set(image, blocked);
  }

  /** Adds a node as it is, whose inputs are wanted as they were in the graph. */
  addPlain(node: Node): void {
    for (const value of node.inputs) if (value !== null) this.plain(value, node.module);
    this.#nodes.push(node);
    for (const value of node.outputs) this.#plain.add(value);
  }

  /** A value that the graph did not have. */
  value(name: string, shape: readonly Dim[]): Value {
    return { name: this.constants.names.unique(name), shape, dtype: 'float32' };
  }

  /** The value as it was in the graph, in another shape. */
  reshaped(value: Value, shape: readonly Dim[], module: string): Value {
    return this.view('reshape', { shape }, this.plain(value, module), shape, module);
  }

  /** The constant that a packing op (`../packing.ts`) makes of another; once for each name. */
  packed(
    name: string,
    op: string,
    attributes: GraphAttributes,
    input: Value,
    shape: readonly number[],
  ): Value {
    const known = this.#packed.get(name);
    if (known !== undefined) return known;
    const value = this.value(name, shape);
    this.#nodes.push({ op, attributes, inputs: [input], outputs: [value], module: '' });
    this.#packed.set(name, value);
    return value;
  }

  /** Adds a view of a value. */
  view(op: string, attributes: GraphAttributes, input: Value, shape: readonly Dim[], module: string): Value {
    const output = this.value(`${input.name}.${op}`, shape);
    this.#nodes.push({ op, attributes, inputs: [input], outputs: [output], module });
    return output;
  }
}
