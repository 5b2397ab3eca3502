/**
 * Moves permutes behind functions of single elements, and behind cat, until they meet another permute: networks of
 * channels-last images (Keras, TensorFlow) have one before and one after each convolution, and mostly functions between.
 *
 * Only where no more copies come of it: an op that wants its input in order copies what is permuted, so a permute does
 * not move from an op that reads it as it lies to one that does not.
 */
import { addon } from '../../runtime/addon.js';
import { isElementwise } from '../elementwise.js';
import type { Graph, Node, Value } from '../graph.js';
import { Names } from '../names.js';
import { rewrite } from './rewrite.js';
import { namesOf, usesOf } from './uses.js';

const stridedOps = new Set(addon.stridedOps);

export function pushTransposes(graph: Graph): Graph {
  return new Pushing(graph).result();
}

class Pushing {
  readonly #graph: Graph;
  readonly #uses: ReturnType<typeof usesOf>;
  readonly #names: Names;
  /** Permutes by what they make. */
  readonly #permutes = new Map<Value, Node>();
  /** Values that are taken by such ops alone as read them where they lie, also once a permute has moved there. */
  readonly #readInPlace = new Set<Value>();

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#uses = usesOf(graph);
    this.#names = new Names(namesOf(graph));
    for (const { outputs } of graph.nodes.toReversed()) {
      for (const value of outputs) if (this.#isReadInPlace(value)) this.#readInPlace.add(value);
    }
  }

  result(): Graph {
    return rewrite(this.#graph, (node) => {
      if (node.op === 'permute') return [this.#met(node)];
      const nodes = this.#pushed(node) ?? [node];
      const last = nodes.at(-1) as Node;
      if (last.op === 'permute') this.#permutes.set(last.outputs[0] as Value, last);
      return nodes;
    });
  }

  /** A permute and the one that it meets as one; where they are inverses, there is nothing more to push. */
  #met(node: Node): Node {
    const before = this.#permutes.get(node.inputs[0] as Value);
    const order = before?.attributes.dims as readonly number[] | undefined;
    const own = node.attributes.dims as readonly number[];
    const dims = order ? pick(order, own) : own;
    const permute = before ? { ...node, attributes: { dims }, inputs: before.inputs } : node;
    if (dims.some((dim, d) => dim !== d)) this.#permutes.set(node.outputs[0] as Value, permute);
    return permute;
  }

  #isReadInPlace(value: Value): boolean {
    const users = this.#uses.get(value) ?? [];
    return users.every((user) => {
      if (user === undefined) return false; // an output of the graph, which comes in order
      if (user.op === 'permute' || stridedOps.has(user.op)) return true;
      return users.length === 1 && isElementwise(user.op) && this.#readInPlace.has(user.outputs[0] as Value);
    });
  }

  /** The node before the permutes of its inputs, and a permute behind it; undefined where it stays. */
  #pushed(node: Node): Node[] | undefined {
    const [output] = node.outputs as [Value];
    if (node.op !== 'cat' && !isElementwise(node.op)) return undefined;
    if (stridedOps.has(node.op) && !this.#readInPlace.has(output)) return undefined;
    const [dims] = node.inputs.map((value) => this.#dimsOf(value, node)).filter((one) => one !== undefined);
    if (dims === undefined || dims.length !== output.shape.length) return undefined;
    const inverse = dims.map((_, dim) => dims.indexOf(dim));

    const inputs: Value[] = [];
    const nodes: Node[] = [];
    for (const value of node.inputs as Value[]) {
      if (`${this.#dimsOf(value, node)}` === `${dims}`) {
        inputs.push(this.#permutes.get(value)?.inputs[0] as Value);
      } else if (node.op !== 'cat' && this.#graph.constants.has(value)) {
        const views = this.#arranged(value, inverse, node.module);
        nodes.push(...views);
        inputs.push(views.at(-1)?.outputs[0] ?? value);
      } else {
        return undefined;
      }
    }
    const attributes =
      node.op === 'cat'
        ? { ...node.attributes, dim: dims[node.attributes.dim as number] as number }
        : node.attributes;
    const moved = this.#named(output.name, pick(output.shape, inverse), output.dtype);
    nodes.push({ ...node, attributes, inputs, outputs: [moved] });
    nodes.push({
      op: 'permute',
      attributes: { dims },
      inputs: [moved],
      outputs: [output],
      module: node.module,
    });
    return nodes;
  }

  /** How a value is permuted that `node` alone takes. */
  #dimsOf(value: Value | null, node: Node): readonly number[] | undefined {
    const permute = value && this.#permutes.get(value);
    if (!permute || !this.#uses.get(value)?.every((user) => user === node)) return undefined;
    return permute.attributes.dims as readonly number[];
  }

  /** Views of a constant that broadcasts, so that it does so before the permute. */
  #arranged(value: Value, inverse: readonly number[], module: string): Node[] {
    if (value.shape.every((size) => size === 1)) return [];
    const added = inverse.length - value.shape.length;
    const shape = [...new Array<number>(added).fill(1), ...value.shape];
    const full = this.#named(value.name, shape, value.dtype);
    const permuted = this.#named(value.name, pick(shape, inverse), value.dtype);
    return [
      { op: 'reshape', attributes: { shape }, inputs: [value], outputs: [full], module },
      { op: 'permute', attributes: { dims: inverse }, inputs: [full], outputs: [permuted], module },
    ];
  }

  #named(name: string, shape: Value['shape'], dtype: Value['dtype']): Value {
    return { name: this.#names.unique(`${name}.moved`), shape, dtype };
  }
}

function pick<T>(list: readonly T[], order: readonly number[]): T[] {
  return order.map((d) => list[d] as T);
}
