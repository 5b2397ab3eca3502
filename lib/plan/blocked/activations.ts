/** Activation functions that a node of a kernel applies to what it writes. */
import { activationOps } from '../../graph/elementwise.js';
import type { GraphAttributes, Node } from '../../graph/graph.js';
import type { Blocking } from './rewrite.js';

const activations = new Set(activationOps);

/**
 * Takes in the activation function that is the only user of a node.
 *
 * @returns the `attributes` that say so, and the node whose outputs and module are now the kernel's: the function's, or else
 * the given one
 */
export function takeActivation(node: Node, blocking: Blocking): { attributes: GraphAttributes; last: Node } {
  const user = blocking.onlyUser(node);
  if (!user || !activations.has(user.op)) return { attributes: { activation: 'none' }, last: node };
  blocking.skip(user);
  return { attributes: { ...user.attributes, activation: user.op }, last: user };
}
