/**
 * Brings average pooling before the pointwise convolution whose only user it is, as between the blocks of DenseNet: the mean
 * over pixels of sums over channels is the sum over channels of the means, and so is that with a bias, and the convolution
 * then has fewer pixels to compute.
 */
import { numelOf } from '../../tensor/shape.js';
import type { Graph, Node, Value } from '../graph.js';
import { Names } from '../names.js';
import { namesOf, onlyUser, usesOf } from './uses.js';

export function poolBeforeConv(graph: Graph): Graph {
  const uses = usesOf(graph);
  const names = new Names(namesOf(graph));
  const moved = new Map<Node, readonly Node[]>(); // by the pooling, in whose place both come
  const gone = new Set<Node>();
  for (const conv of graph.nodes) {
    const pool = onlyUser(conv, uses);
    if (!isPointwise(conv) || pool?.op !== 'avgPool2d' || !takesMeans(pool)) continue;
    const [x, ...parameters] = conv.inputs as [Value, ...(Value | null)[]];
    const shape = [...x.shape.slice(0, -2), ...(pool.outputs[0] as Value).shape.slice(-2)];
    const pooled = { name: names.unique(`${x.name}.pooled`), shape, dtype: x.dtype };
    moved.set(pool, [
      { ...pool, inputs: [x], outputs: [pooled] },
      { ...conv, inputs: [pooled, ...parameters], outputs: pool.outputs },
    ]);
    gone.add(conv);
  }
  return graph.with({
    nodes: graph.nodes.flatMap((node) => (gone.has(node) ? [] : (moved.get(node) ?? node))),
  });
}

/** Whether a node multiplies the channels of each pixel by a matrix, and does nothing else but add a bias. */
function isPointwise({ op, attributes, inputs }: Node): boolean {
  const [x, weight] = inputs as [Value, Value];
  const { stride, padding, activation } = attributes;
  return (
    op === 'conv2d' &&
    x.shape.length === 4 &&
    inputs.length === 3 &&
    activation === 'none' &&
    `${weight.shape.slice(2)}` === '1,1' &&
    `${stride}` === '1,1' &&
    `${padding}` === '0,0,0,0'
  );
}

/** Whether all windows lie inside the image, each sum divided by their size, and there are fewer of them than pixels. */
function takesMeans({ attributes, inputs, outputs }: Node): boolean {
  const [size, count] = [inputs, outputs].map((values) => (values[0] as Value).shape.slice(-2) as number[]);
  const { kernelSize, stride, padding } = attributes as Record<string, number[]>;
  const isInside = [0, 1].every((d) => {
    const [length, windows, window, step] = [size, count, kernelSize, stride].map(
      (list) => list?.[d] as number,
    );
    return ((windows as number) - 1) * (step as number) + (window as number) <= (length as number);
  });
  return (
    isInside &&
    `${padding}` === '0,0,0,0' &&
    attributes.divisorOverride === 0 &&
    numelOf(count as number[]) < numelOf(size as number[])
  );
}
