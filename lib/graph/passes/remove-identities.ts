/**
 * Removes what changes nothing: copies (values are never written to, and a plan makes the copies that its ops need), views
 * of everything in its order, products with 1, padding by nothing, pooling to the size that is there, and a function on its
 * own result.
 *
 * Exact, but that a zero may keep a minus that the op would have lost (as the sum of a window does).
 */
import { eq } from '../../functional/arithmetic.js';
import { all } from '../../functional/reduce.js';
import { equalShapes } from '../dim.js';
import type { Graph, Node, Value } from '../graph.js';
import { rewrite } from './rewrite.js';

/** Ops whose output is their input once it has the input's shape and dtype. */
const SAME_WHERE_THE_SHAPE_IS = new Set(['adaptiveAvgPool2d', 'cat', 'copy', 'expand', 'reshape', 'slice']);

/** Functions with `f(f(x)) = f(x)`. */
const IDEMPOTENT = new Set(['abs', 'ceil', 'floor', 'relu', 'round', 'sign', 'trunc']);

export function removeIdentities(graph: Graph): Graph {
  const producers = new Map<Value, Node>();
  const isOne = (value: Value | null | undefined) => {
    const tensor = value && graph.constants.get(value);
    return tensor !== undefined && tensor !== null && (all(eq(tensor, 1)).item() as unknown as boolean);
  };
  /** Which of its inputs the node repeats. */
  const repeated = ({ op, attributes, inputs }: Node): Value | null | undefined => {
    const [first, second] = inputs;
    if (SAME_WHERE_THE_SHAPE_IS.has(op)) return first;
    if (op === 'permute') return isInOrder(attributes.dims as readonly number[]) ? first : undefined;
    if (op === 'pad')
      return (attributes.padding as readonly number[]).every((size) => size === 0) ? first : undefined;
    if (op === 'mul' && isOne(first)) return second;
    if ((op === 'mul' || op === 'div') && isOne(second)) return first;
    return first && IDEMPOTENT.has(op) && producers.get(first)?.op === op ? first : undefined;
  };
  return rewrite(graph, (node, replace) => {
    const [output] = node.outputs as [Value];
    const input = repeated(node);
    if (input && input.dtype === output.dtype && equalShapes(input.shape, output.shape)) {
      replace(output, input);
      return [];
    }
    producers.set(output, node);
    return [node];
  });
}

function isInOrder(dims: readonly number[]): boolean {
  return dims.every((dim, d) => dim === d);
}
