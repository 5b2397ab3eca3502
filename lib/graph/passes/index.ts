/** The passes that make a graph faster to run. */
import type { Graph } from '../graph.js';
import { channelsFirst } from './channels-first.js';
import { mergeCommonSubexpressions } from './common-subexpressions.js';
import { removeDeadCode } from './dead-code.js';
import { foldAffine } from './fold-affine.js';
import { foldConstants } from './fold-constants.js';
import { fuseActivation } from './fuse-activation.js';
import { fuseResidual } from './fuse-residual.js';
import { padIntoConv } from './pad-into-conv.js';
import { poolBeforeConv } from './pool-before-conv.js';
import { pushTransposes } from './push-transposes.js';
import { removeIdentities } from './remove-identities.js';

/** Makes a graph that computes the same, within rounding. */
export type Pass = (graph: Graph) => Graph;

/**
 * Each where the ones before it have made room for it; none makes room for one before it, so that one round is enough.
 * Identities go twice: copies that stand between permutes, and permutes that have met their inverse. Common subexpressions
 * come after the transposes, which do not move where they have several users.
 */
export const passes: readonly Pass[] = [
  removeIdentities,
  channelsFirst,
  pushTransposes,
  removeIdentities,
  foldConstants,
  mergeCommonSubexpressions,
  foldAffine,
  padIntoConv,
  poolBeforeConv,
  fuseResidual,
  fuseActivation,
];

/** The graph after all passes; after each the nodes go that it left without a user, so that users are what counts. */
export function optimize(graph: Graph): Graph {
  return passes
    .reduce((rewritten, pass) => removeDeadCode(pass(rewritten)), removeDeadCode(graph))
    .validate();
}
