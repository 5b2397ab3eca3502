/**
 * Computes nodes of constants alone. What a `forward` computes without its inputs is a constant already when it has been
 * traced; this is for what other passes leave, such as weights that are to be permuted.
 */
import { contiguous } from '../../functional/copy.js';
import { elementSize } from '../../tensor/dtype.js';
import { numelOf } from '../../tensor/shape.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { Dim } from '../dim.js';
import type { Graph, GraphAttributes, Node } from '../graph.js';
import { runNode } from '../run.js';
import { rewrite } from './rewrite.js';

/** By how many bytes constants may grow when a node is folded: a mask may, but no small tensor becomes a large one. */
const MAX_GROWTH = 2 ** 20;

export function foldConstants(graph: Graph): Graph {
  const constants = new Map(graph.constants);
  const folded = rewrite(graph, (node) => {
    const operands = node.inputs.map((value) => value && constants.get(value));
    if (operands.includes(undefined) || dependsOnBatch(node)) return [node];
    const tensors = operands as (Tensor | null)[];
    if (byteLengthOf(node.outputs) > byteLengthOf(tensors) + MAX_GROWTH) return [node];
    const results = runNode(node, tensors, 1);
    for (const [i, value] of node.outputs.entries()) constants.set(value, contiguous(results[i] as Tensor));
    return [];
  });
  return folded.with({ constants });
}

function dependsOnBatch({ attributes, outputs }: Node): boolean {
  const isSized = (value: GraphAttributes[string]) => [value].flat().some((one) => typeof one === 'object');
  return Object.values(attributes).some(isSized) || outputs.some(({ shape }) => isSized(shape));
}

function byteLengthOf(
  values: readonly ((Pick<Tensor, 'dtype'> & { shape: readonly Dim[] }) | null)[],
): number {
  return values.reduce(
    (sum, value) =>
      sum + (value === null ? 0 : numelOf(value.shape as readonly number[]) * elementSize(value.dtype)),
    0,
  );
}
