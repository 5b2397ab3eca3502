/** Images that consist of channels of others: concatenations, slices and shuffles of channels. */
import type { GraphAttributes, Value } from '../../graph/graph.js';

/** One channel of a blocked tensor that has so many. */
export interface Channel {
  readonly tensor: Value;
  readonly channels: number;
  readonly index: number;
}

/** A node without its output. */
export interface Selection {
  readonly op: string;
  readonly attributes: GraphAttributes;
  readonly inputs: readonly Value[];
}

/** A stretch of consecutive channels of one tensor. */
interface Run {
  readonly tensor: Value;
  readonly channels: number;
  readonly start: number;
  length: number;
}

/**
 * How to bring channels together: a view where they are whole blocks of one tensor side by side, a concatenation where they are
 * whole blocks of several that are used whole, which a plan makes without copies, and else the op that copies channel by channel.
 */
export function select(channels: readonly Channel[], block: number): Selection {
  const runs = runsOf(channels);
  const [first] = runs as [Run];
  const isWhole = ({ start, length, channels: all }: Run) => start === 0 && length === all;
  if (runs.length === 1 && first.start % block === 0) {
    const { start, length } = first;
    const ends = start + length;
    if (ends % block === 0 || ends === first.channels) {
      const attributes = { dim: 1, start: start / block, length: Math.ceil(length / block), step: 1 };
      return { op: 'slice', attributes, inputs: [first.tensor] };
    }
  }
  if (runs.every(isWhole) && runs.slice(0, -1).every(({ length }) => length % block === 0)) {
    return { op: 'cat', attributes: { dim: 1 }, inputs: runs.map(({ tensor }) => tensor) };
  }
  const inputs = [...new Map(channels.map(({ tensor, channels }) => [tensor, channels]))];
  const starts = new Map<Value, number>();
  let start = 0;
  for (const [tensor, count] of inputs) {
    starts.set(tensor, start);
    start += count;
  }
  return {
    op: 'selectChannels',
    attributes: {
      inChannels: inputs.map(([, count]) => count),
      channels: channels.map(({ tensor, index }) => (starts.get(tensor) as number) + index),
    },
    inputs: inputs.map(([tensor]) => tensor),
  };
}

function runsOf(channels: readonly Channel[]): Run[] {
  const runs: Run[] = [];
  for (const { tensor, channels: all, index } of channels) {
    const last = runs.at(-1);
    if (last !== undefined && last.tensor === tensor && last.start + last.length === index) last.length++;
    else runs.push({ tensor, channels: all, start: index, length: 1 });
  }
  return runs;
}
