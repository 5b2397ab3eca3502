/** How the elements of an op's tensors may lie in memory (native/plan/layout.h). */
import { addon } from '../runtime/addon.js';
import { isContiguous } from './shape.js';

const stridedOps = new Set(addon.stridedOps);
const samplesOps = new Set(addon.samplesOps);

/** (samples, channels, height, width), or with the channels in blocks. */
const IMAGES_RANKS: readonly number[] = [4, 5];

/** Whether an op writes an output with these strides. */
export function takesOutput(op: string, shape: readonly number[], strides: readonly number[]): boolean {
  if (stridedOps.has(op) || isContiguous(shape, strides)) return true;
  const apart = samplesOps.has(op) && IMAGES_RANKS.includes(shape.length);
  return apart && isContiguous(shape.slice(1), strides.slice(1));
}

/** Whether an op reads its input number `index` with these strides. */
export function takesInput(
  op: string,
  index: number,
  shape: readonly number[],
  strides: readonly number[],
): boolean {
  if (index > 0 && !stridedOps.has(op)) return isContiguous(shape, strides);
  return takesOutput(op, shape, strides);
}
