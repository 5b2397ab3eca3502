/** Where the tensors of a program lie in one block of memory: those that do not live at the same time may share a place. */

/** A block of memory that is needed from step `first` to step `last`, both included. */
export interface Lifetime {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

/** A cache line, and the width of the widest vector register (kAlignment in native/core/memory.h). */
export const ALIGNMENT = 64;

export function alignUp(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/**
 * Places blocks, the largest first, each in the lowest gap between those that live at the same time.
 *
 * @returns the offset of each block, and the size of it all
 * @see Pisarchyk and Lee, Efficient Memory Management for Deep Neural Net Inference, https://arxiv.org/abs/2001.03288
 */
export function planArena(blocks: readonly Lifetime[]): { offsets: number[]; bytes: number } {
  const offsets = new Array<number>(blocks.length).fill(0);
  const placed: number[] = [];
  let bytes = 0;
  const order = [...blocks.keys()].sort((a, b) => at(blocks, b).bytes - at(blocks, a).bytes || a - b);
  for (const index of order) {
    const block = at(blocks, index);
    const size = alignUp(block.bytes);
    const living = placed
      .filter((other) => at(blocks, other).first <= block.last && at(blocks, other).last >= block.first)
      .sort((a, b) => at(offsets, a) - at(offsets, b));
    let offset = 0;
    for (const other of living) {
      if (at(offsets, other) - offset >= size) break;
      offset = Math.max(offset, at(offsets, other) + alignUp(at(blocks, other).bytes));
    }
    offsets[index] = offset;
    placed.push(index);
    bytes = Math.max(bytes, offset + size);
  }
  return { offsets, bytes };
}

function at<T>(list: readonly T[], index: number): T {
  return list[index] as T;
}
