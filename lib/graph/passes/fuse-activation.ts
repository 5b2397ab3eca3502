/** Lets a convolution or linear layer apply the activation function that is its only user, before an element leaves the cache. */
import { activationOps } from '../elementwise.js';
import type { Graph, Node } from '../graph.js';
import { onlyUser, usesOf } from './uses.js';

/** Their attributes come along. */
const ACTIVATIONS = new Set(activationOps);

export function fuseActivation(graph: Graph): Graph {
  const uses = usesOf(graph);
  const fused = new Map<Node, Node>(); // by the activation, in whose place the producer comes
  const gone = new Set<Node>();
  for (const producer of graph.nodes) {
    if (producer.attributes.activation !== 'none') continue;
    const activation = onlyUser(producer, uses);
    if (activation === undefined || !ACTIVATIONS.has(activation.op)) continue;
    const attributes = { ...producer.attributes, ...activation.attributes, activation: activation.op };
    fused.set(activation, { ...producer, attributes, outputs: activation.outputs });
    gone.add(producer);
  }
  return graph.with({
    nodes: graph.nodes.filter((node) => !gone.has(node)).map((node) => fused.get(node) ?? node),
  });
}
