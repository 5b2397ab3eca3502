/**
 * Lets a convolution or linear layer add the tensor of its own shape that its only user adds, a residual block's
 * shortcut, while its sums are in registers. Comes before activations are fused: they follow the sum.
 */
import { equalShapes } from '../dim.js';
import type { Graph, Node, Value } from '../graph.js';
import { onlyUser, usesOf } from './uses.js';

export function fuseResidual(graph: Graph): Graph {
  const uses = usesOf(graph);
  const fused = new Map<Node, Node>(); // by the addition, in whose place the producer comes
  const gone = new Set<Node>();
  // Of two that could take the sum, the later one: its inputs need not be kept for it any longer than before.
  for (const producer of graph.nodes.toReversed()) {
    if (producer.attributes.activation !== 'none' || producer.inputs.length !== 3) continue;
    const sum = onlyUser(producer, uses);
    if (sum?.op !== 'add' || fused.has(sum)) continue;
    const [output] = producer.outputs as [Value];
    const residual = sum.inputs.find((value) => value !== output) as Value;
    if (!equalShapes(residual.shape, output.shape)) continue;
    fused.set(sum, { ...producer, inputs: [...producer.inputs, residual], outputs: sum.outputs });
    gone.add(producer);
  }
  return graph.with({
    nodes: graph.nodes.filter((node) => !gone.has(node)).map((node) => fused.get(node) ?? node),
  });
}
