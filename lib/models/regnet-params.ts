/** From the few numbers of a RegNet's design to the shape of each of its stages. */
import { ArgumentError } from '../errors.js';
import { checkInteger } from '../functional/check.js';
import { checkFactor, makeDivisible, roundHalfToEven } from './ops/make-divisible.js';

/** A design: the widths of its blocks grow about evenly, and are rounded so that stages come about. */
export interface RegNetDesign {
  /** The number of blocks. */
  depth: number;
  /** The width of the first block, a multiple of 8. */
  w0: number;
  /** How much each block is wider than the one before, at least 0. */
  wa: number;
  /** The factor between the widths of stages, above 1. */
  wm: number;
  /** The channels of a group of the 3x3 convolutions. */
  groupWidth: number;
  /** The width inside a block over that of its output. Default 1. */
  bottleneckMultiplier?: number;
  /** The width of squeeze-and-excitation over that of the block's input. Default null: there is none. */
  seRatio?: number | null;
}

/** One stage. */
export interface StageParams {
  depth: number;
  width: number;
  groupWidth: number;
  bottleneckMultiplier: number;
  stride: number;
}

/** The stages of a {@link RegNetDesign}. */
export class BlockParams {
  readonly stages: readonly StageParams[];
  readonly seRatio: number | null;

  /** @throws ArgumentError for designs that cannot be built */
  constructor(design: RegNetDesign) {
    const { depth, w0, wa, wm, groupWidth, bottleneckMultiplier = 1, seRatio = null } = design;
    checkInteger('BlockParams', 'depth', depth, 1);
    checkInteger('BlockParams', 'groupWidth', groupWidth, 1);
    checkFactor('BlockParams', 'bottleneckMultiplier', bottleneckMultiplier);
    if (seRatio !== null) checkFactor('BlockParams', 'seRatio', seRatio);
    checkInteger('BlockParams', 'w0', w0, 8);
    if (w0 % 8 !== 0) throw new ArgumentError('BlockParams', 'w0', 'a multiple of 8', w0);
    if (!Number.isFinite(wa) || wa < 0)
      throw new ArgumentError('BlockParams', 'wa', 'a number of at least 0', wa);
    if (!Number.isFinite(wm) || wm <= 1) throw new ArgumentError('BlockParams', 'wm', 'a number above 1', wm);
    this.seRatio = seRatio;
    const stages = countRuns(blockWidths(depth, w0, wa, wm));
    this.stages = stages.map(([width, blocks]) => {
      const inside = Math.trunc(width * bottleneckMultiplier);
      const group = Math.min(groupWidth, inside);
      return {
        depth: blocks,
        width: Math.trunc(makeDivisible(inside, group) / bottleneckMultiplier),
        groupWidth: group,
        bottleneckMultiplier,
        stride: 2,
      };
    });
  }
}

/** Widths that grow by `wa`, each rounded to a power of `wm` times `w0` and then to a multiple of 8. */
function blockWidths(depth: number, w0: number, wa: number, wm: number): number[] {
  return Array.from({ length: depth }, (_, i) => {
    const capacity = roundHalfToEven(Math.log((i * wa + w0) / w0) / Math.log(wm));
    return roundHalfToEven((w0 * wm ** capacity) / 8) * 8;
  });
}

/** The different numbers in a row, and how often each follows itself. */
function countRuns(numbers: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && last[0] === number) last[1]++;
    else runs.push([number, 1]);
  }
  return runs;
}
