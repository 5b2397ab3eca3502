/** The passes that make a graph faster to run. */
import type { Graph } from '../graph.js';

/** A graph that computes the same, within rounding. */
export type Pass = (graph: Graph) => Graph;

const passes: readonly Pass[] = [];

/** All passes, each where the ones before it have made room for it. */
export function optimize(graph: Graph): Graph {
  return passes.reduce((rewritten, pass) => pass(rewritten), graph).validate();
}
