/** Which ops may write their output over an input that nothing needs after them, and when that is. */
import { activationOps } from '../graph/elementwise.js';
import type { Outline, Value } from '../graph/graph.js';
import { isView } from '../graph/views.js';

/**
 * Ops that compute each element from the elements in its place, so that an input may lie exactly where the output goes:
 * their kernels load an element (or a vector of them) before they store it, and no task reads what another one writes.
 */
const ELEMENTWISE = new Set([
  ...activationOps,
  'abs',
  'add',
  'batchNorm',
  'blockedBatchNorm',
  'ceil',
  'cos',
  'div',
  'exp',
  'exp2',
  'expm1',
  'floor',
  'log',
  'log10',
  'log1p',
  'log2',
  'maximum',
  'minimum',
  'mul',
  'neg',
  'pow',
  'prelu',
  'reciprocal',
  'round',
  'rsqrt',
  'sign',
  'sin',
  'sqrt',
  'sub',
  'trunc',
]);

/** Ops that add their input 3 element by element, before they store anything there; the other inputs are read throughout. */
const WITH_RESIDUAL = new Set([
  'blockedConv2d',
  'blockedDepthwiseConv2d',
  'conv1d',
  'conv2d',
  'conv3d',
  'linear',
  'stemConv2d',
  'winogradConv2d',
]);

/** Ops whose every pixel depends on its own channels alone, all of which they read before they store one there. */
const PIXEL_BY_PIXEL = new Set(['blockedChannelNorm', 'channelNorm']);

/** Whether an op may write over its input number `index`. */
export function mayOverwrite(op: string, index: number): boolean {
  if (PIXEL_BY_PIXEL.has(op)) return index === 0;
  return ELEMENTWISE.has(op) || (WITH_RESIDUAL.has(op) && index === 3);
}

/**
 * For each value the number of the last node that reads it, itself or through a view; infinity where the graph returns
 * it.
 */
export function lastUses({ nodes, outputs }: Outline): Map<Value, number> {
  const last = new Map<Value, number>();
  const use = (value: Value, at: number) => last.set(value, Math.max(last.get(value) ?? -1, at));
  for (const value of outputs) use(value, Number.POSITIVE_INFINITY);
  for (const [i, { op, inputs, outputs: made }] of [...nodes.entries()].toReversed()) {
    const at = isView(op) ? (last.get(made[0] as Value) ?? i) : i;
    for (const value of inputs) if (value !== null) use(value, at);
  }
  return last;
}
