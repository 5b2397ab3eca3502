/** Drops what no output needs: nodes, such as views that an in-place write replaced, and constants. */
import type { Graph, Value } from '../graph.js';

export function removeDeadCode(graph: Graph): Graph {
  const needed = new Set<Value>(graph.outputs);
  const nodes = graph.nodes.toReversed().filter((node) => {
    if (!node.outputs.some((value) => needed.has(value))) return false;
    for (const value of node.inputs) if (value !== null) needed.add(value);
    return true;
  });
  const constants = new Map([...graph.constants].filter(([value]) => needed.has(value)));
  return graph.with({ constants, nodes: nodes.toReversed() });
}
