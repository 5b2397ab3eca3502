/** The nodes that bring constants into the order in which kernels read them: they run once, when a plan is made. */
import type { Graph, Node, Value } from '../graph/graph.js';

/** Whether a node packs a constant: weights (`<op>Weight`), or an image into blocks. */
export function isPacking({ op, inputs }: Node, constants: Graph['constants']): boolean {
  const [input] = inputs as [Value];
  return (op.endsWith('Weight') || op === 'toBlocked') && constants.has(input);
}
