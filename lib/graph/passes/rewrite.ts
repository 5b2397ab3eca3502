/** How most passes go through a graph. */
import type { Graph, Node, Value } from '../graph.js';

/**
 * The graph with other nodes.
 *
 * @param visit is called with every node in order, and returns what comes in its place. Where that does not make an output
 * of the node, `replace` says which value is taken instead, by all nodes after it and as an output of the graph.
 */
export function rewrite(
  graph: Graph,
  visit: (node: Node, replace: (value: Value, by: Value) => void) => readonly Node[],
): Graph {
  const replaced = new Map<Value, Value>();
  const current = (value: Value) => replaced.get(value) ?? value;
  const nodes = graph.nodes.flatMap((node) => {
    const isChanged = node.inputs.some((value) => value !== null && replaced.has(value));
    const inputs = isChanged ? node.inputs.map((value) => value && current(value)) : node.inputs;
    return visit(isChanged ? { ...node, inputs } : node, (value, by) => replaced.set(value, by));
  });
  return graph.with({ nodes, outputs: graph.outputs.map(current) });
}
