/** The passes that make a graph faster to run. */
import type { Graph } from '../graph.js';
import { removeDeadCode } from './dead-code.js';
import { foldAffine } from './fold-affine.js';
import { fuseActivation } from './fuse-activation.js';
import { fuseResidual } from './fuse-residual.js';

/** Makes a graph that computes the same, within rounding. */
export type Pass = (graph: Graph) => Graph;

/**
 * Each where the ones before it have made room for it.
 */
const passes: readonly Pass[] = [foldAffine, fuseResidual, fuseActivation];

/** The graph after all passes; after each the nodes go that it left without a user, so that users are what counts. */
export function optimize(graph: Graph): Graph {
  return passes
    .reduce((rewritten, pass) => removeDeadCode(pass(rewritten)), removeDeadCode(graph))
    .validate();
}
