/** Who needs what in a graph, and what it is called. */
import type { Graph, Node, Value } from '../graph.js';

/** The nodes that take each value; outputs of the graph count as one more use, by `undefined`. */
export function usesOf({
  nodes,
  outputs,
}: Pick<Graph, 'nodes' | 'outputs'>): Map<Value, (Node | undefined)[]> {
  const uses = new Map<Value, (Node | undefined)[]>();
  const add = (value: Value, user: Node | undefined) => {
    const users = uses.get(value);
    if (users === undefined) uses.set(value, [user]);
    else users.push(user);
  };
  for (const node of nodes) for (const value of node.inputs) if (value !== null) add(value, node);
  for (const value of outputs) add(value, undefined);
  return uses;
}

/** The one node that takes the output of `node`; undefined where there are several, or the graph returns it. */
export function onlyUser(
  node: Node,
  uses: ReadonlyMap<Value, readonly (Node | undefined)[]>,
): Node | undefined {
  const [output, ...others] = node.outputs;
  const users = (output && uses.get(output)) ?? [];
  return others.length === 0 && users.length === 1 ? users[0] : undefined;
}

/** The names of all values. */
export function* namesOf({ inputs, constants, nodes }: Graph): Generator<string> {
  for (const { name } of inputs) yield name;
  for (const { name } of constants.keys()) yield name;
  for (const { outputs } of nodes) for (const { name } of outputs) yield name;
}
