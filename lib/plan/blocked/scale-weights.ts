/**
 * Lets a pointwise convolution scale the channels of its input, as squeeze and excitation do in front of it: it multiplies its
 * weights by the factors, which are few next to the pixels of the image, and the scaled image is never stored.
 */
import { type Dim, equalShapes } from '../../graph/dim.js';
import type { Graph, Node, Value } from '../../graph/graph.js';
import { onlyUser, usesOf } from '../../graph/passes/uses.js';

/** @param graph over images in blocks: (N, blocks, H, W, lanes) */
export function scaleWeights(graph: Graph): Graph {
  const uses = usesOf(graph);
  const fused = new Map<Node, Node>(); // by the convolution
  const gone = new Set<Node>();
  for (const product of graph.nodes) {
    const factors = factorsOf(product);
    const user = factors && onlyUser(product, uses);
    if (factors === undefined || user?.op !== 'blockedConv2d' || !isPointwise(user)) continue;
    const [image, scale] = factors;
    const [x, weight, bias, residual = null] = user.inputs as [Value, Value, Value | null, Value?];
    if (x !== product.outputs[0]) continue;
    fused.set(user, { ...user, inputs: [image, weight, bias, residual, scale] });
    gone.add(product);
  }
  return graph.with({
    nodes: graph.nodes.filter((node) => !gone.has(node)).map((node) => fused.get(node) ?? node),
  });
}

/** What a node multiplies, if that is an image of more than one pixel and one factor for each of its channels. */
function factorsOf({ op, inputs }: Node): [image: Value, scale: Value] | undefined {
  if (op !== 'mul') return undefined;
  const [a, b] = inputs as [Value, Value];
  if (isScaleOf(a, b)) return [a, b];
  return isScaleOf(b, a) ? [b, a] : undefined;
}

function isScaleOf({ shape: image }: Value, { shape: scale }: Value): boolean {
  if (image.length !== 5 || scale.length !== 5 || (image[2] === 1 && image[3] === 1)) return false;
  const [rows, blocks, , , lanes] = image as [Dim, Dim, Dim, Dim, Dim];
  return equalShapes(scale, [rows, blocks, 1, 1, lanes]);
}

const isPointwise = ({ attributes: { kernel, groups } }: Node) => `${kernel}` === '1,1' && groups === 1;
