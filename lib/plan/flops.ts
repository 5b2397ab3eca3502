/** How much there is to compute. */
import { numelOf } from '../tensor/shape.js';
import type { StepInfo } from './lower.js';

/**
 * Two for each multiply-add of what multiplies by weights, one for each element of anything else. Winograd's algorithm counts as
 * what it computes, which takes it fewer.
 */
export function flopsOf({ op, inputShapes, outputShapes, attributes }: StepInfo): number {
  const outputs = outputShapes.reduce((sum, shape) => sum + numelOf(shape), 0);
  const weight = inputShapes[1];
  if (op.endsWith('Conv2d')) {
    // In blocks: (N, blocks, H, W, lanes), the last of which may hold lanes without a channel.
    const { inChannels, outChannels, groups, kernel } = attributes as Record<string, number | number[]>;
    const [rows, , height, width] = outputShapes[0] as number[];
    const products = numelOf([rows, outChannels, height, width, ...(kernel as number[])] as number[]);
    return (2 * products * (inChannels as number)) / (groups as number);
  }
  if (op.startsWith('conv') || op === 'linear') return 2 * outputs * numelOf((weight ?? []).slice(1));
  if (op === 'matmul') return 2 * outputs * (inputShapes[0]?.at(-1) ?? 1);
  return outputs;
}

/** As many as a pool has at most (native/parallel/thread_pool.h). */
const MOST_THREADS = 256;
/**
 * Operations that take a thread about as long as it takes to wake it. Where runs follow each other closely the others are
 * awake; and who comes late is not waited for.
 */
const FLOPS_PER_THREAD = 5e6;

/** The most threads that are worth waking to take these steps. */
export function worthwhileThreads(steps: readonly StepInfo[]): number {
  const flops = steps.reduce((sum, step) => sum + flopsOf(step), 0);
  return Math.min(MOST_THREADS, Math.max(1, Math.floor(flops / FLOPS_PER_THREAD)));
}
