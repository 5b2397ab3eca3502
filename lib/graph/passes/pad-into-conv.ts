/** Lets a convolution pad its input by itself, in place of zeros that were put around it before. */
import type { Graph, Node, Value } from '../graph.js';
import { rewrite } from './rewrite.js';

/** How many dimensions the windows of each op slide along. */
const DIMS: Readonly<Record<string, number>> = { conv1d: 1, conv2d: 2, conv3d: 3 };

export function padIntoConv(graph: Graph): Graph {
  const pads = new Map<Value, Node>();
  return rewrite(graph, (node) => {
    const { mode, value } = node.attributes;
    if (node.op === 'pad' && mode === 'constant' && value === 0) pads.set(node.outputs[0] as Value, node);
    const dims = DIMS[node.op];
    const pad = pads.get(node.inputs[0] as Value);
    if (dims === undefined || pad === undefined) return [node];
    const padding = sum(
      node.attributes.padding as readonly number[],
      pad.attributes.padding as readonly number[],
      dims,
    );
    if (padding === undefined) return [node];
    const attributes = { ...node.attributes, padding };
    return [{ ...node, attributes, inputs: [pad.inputs[0] as Value, ...node.inputs.slice(1)] }];
  });
}

/**
 * @param own before each dimension, then behind each
 * @param around `[top, left, bottom, right]`
 * @returns undefined where a convolution cannot have it: something is cut off, or channels are added
 */
function sum(own: readonly number[], around: readonly number[], dims: number): number[] | undefined {
  const [top, left, bottom, right] = around as [number, number, number, number];
  const addsChannels = dims === 1 && (top !== 0 || bottom !== 0);
  if (addsChannels || around.some((size) => size < 0)) return undefined;
  const sides = [...[0, top, left].slice(-dims), ...[0, bottom, right].slice(-dims)];
  return sides.map((size, i) => size + (own[i] as number));
}
