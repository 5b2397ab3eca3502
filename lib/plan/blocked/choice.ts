/** What a plan has to choose among: the algorithms of a convolution. */
import type { Dim } from '../../graph/dim.js';
import type { GraphAttributes } from '../../graph/graph.js';

/** The last level of caches, more or less. */
export const CACHE_BYTES = 32 * 2 ** 20;

/** One way to compute a layer. */
export interface Way {
  readonly op: string;
  readonly attributes: GraphAttributes;
  /** The shapes of its image and of its packed weights. */
  readonly input: readonly Dim[];
  readonly weight: readonly number[];
}

/** A convolution and the ways to compute it. */
export interface Layer {
  readonly module: string;
  /** Sizes in words: layers that are told the same take the same time. */
  readonly geometry: string;
  /** Whether a run of the network leaves the weights where the next one finds them, in a cache. */
  readonly weightsAreNear: boolean;
  readonly output: readonly Dim[];
  /** The one that should be the fastest first. */
  readonly ways: readonly Way[];
}

/** @returns the index of a way */
export type Chooser = (layer: Layer) => number;

/** Takes the way that should be the fastest. */
export const byEstimate: Chooser = () => 0;
