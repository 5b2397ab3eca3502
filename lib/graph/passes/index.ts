/** The passes that make a graph faster to run. */
import type { Graph } from '../graph.js';
import { removeDeadCode } from './dead-code.js';
import { foldBatchNorm } from './fold-batch-norm.js';
import { fuseActivation } from './fuse-activation.js';
import { fuseResidual } from './fuse-residual.js';

/** Makes a graph that computes the same, within rounding. */
export type Pass = (graph: Graph) => Graph;

/** Each where the ones before it have made room for it. */
const passes: readonly Pass[] = [removeDeadCode, foldBatchNorm, fuseResidual, fuseActivation, removeDeadCode];

/** The graph after all passes. */
export function optimize(graph: Graph): Graph {
  return passes.reduce((rewritten, pass) => pass(rewritten), graph).validate();
}
