/** Lets a convolution or linear layer apply the ReLU that is its only user, before it stores an element. */
import type { Graph, Node } from '../graph.js';
import { onlyUser, usesOf } from './uses.js';

export function fuseRelu(graph: Graph): Graph {
  const uses = usesOf(graph);
  const fused = new Map<Node, Node>(); // by the ReLU, in whose place the producer comes
  const gone = new Set<Node>();
  for (const producer of graph.nodes) {
    if (producer.attributes.activation !== 'none') continue;
    const relu = onlyUser(producer, uses);
    if (relu?.op !== 'relu') continue;
    const attributes = { ...producer.attributes, activation: 'relu' };
    fused.set(relu, { ...producer, attributes, outputs: relu.outputs });
    gone.add(producer);
  }
  return graph.with({
    nodes: graph.nodes.filter((node) => !gone.has(node)).map((node) => fused.get(node) ?? node),
  });
}
