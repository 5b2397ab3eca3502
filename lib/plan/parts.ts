/** Concatenations without copies: values that are made where they belong in the whole. */
import { shapeAt } from '../graph/dim.js';
import type { Graph, Node, Value } from '../graph/graph.js';
import { usesOf } from '../graph/passes/uses.js';
import { isView, type Layout } from '../graph/views.js';
import { takesInput, takesOutput } from '../tensor/op-layout.js';
import { contiguousStrides, isContiguous, numelOf } from '../tensor/shape.js';

/** Where a value goes that is a part of another one. */
export interface Part {
  /** The outermost concatenation. */
  readonly whole: Value;
  /** How the elements lie in the whole. */
  readonly layout: Layout;
}

/**
 * Finds the values that their ops can write into the concatenations that take them: whoever makes or reads such a
 * value must cope with the gaps that the other parts leave in it. A concatenation of what another one takes side by
 * side is a part itself, so that a dense block, whose layers each concatenate all that came before, is one tensor that
 * grows.
 */
export function partsOf(graph: Pick<Graph, 'nodes' | 'outputs'>, batch: number): Map<Value, Part> {
  const parts = new Map<Value, Part>();
  const uses = usesOf(graph);
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node])));
  const cats = graph.nodes.filter(({ op }) => op === 'cat');
  const order = new Map(cats.map((cat, i) => [cat, i]));
  const byFirst = new Map<Value, Node[]>();
  for (const cat of cats) {
    const [first] = cat.inputs as [Value];
    byFirst.set(first, [...(byFirst.get(first) ?? []), cat]);
  }

  const place = (value: Value, whole: Value, layout: Layout) => {
    const maker = makers.get(value);
    if (parts.has(value) || maker === undefined || isView(maker.op) || value.dtype !== whole.dtype) return;
    const { shape, strides } = layout;
    const isRead = (user: Node | undefined) =>
      user !== undefined &&
      !isView(user.op) &&
      user.inputs.every((input, i) => input !== value || takesInput(user.op, i, shape, strides));
    const fits = takesOutput(maker.op, shape, strides) && (uses.get(value) ?? []).every(isRead);
    if (fits || isContiguous(shape, strides)) parts.set(value, { whole, layout });
  };

  // The outermost come last.
  for (const cat of cats.toReversed()) {
    const [output] = cat.outputs as [Value];
    const { whole, layout } = parts.get(output) ?? { whole: output, layout: inOrder(output, batch) };
    if (numelOf(layout.shape) === 0) continue; // places in no memory would lie outside it
    const layouts = partLayouts(cat, layout, batch);
    for (const [i, input] of (cat.inputs as Value[]).entries()) {
      for (const other of byFirst.get(input) ?? []) {
        const isBefore = (order.get(other) as number) < (order.get(cat) as number);
        const isRun = other.inputs.every((value, k) => value === cat.inputs[i + k]);
        if (!isBefore || !isRun || other.attributes.dim !== cat.attributes.dim) continue;
        const [run] = other.outputs as [Value];
        place(run, whole, { ...(layouts[i] as Layout), shape: shapeAt(run.shape, batch) });
      }
      place(input, whole, layouts[i] as Layout);
    }
  }
  return parts;
}

/** How the inputs of a concatenation lie in its output. */
export function partLayouts(cat: Node, { strides, offset }: Layout, batch: number): Layout[] {
  const dim = cat.attributes.dim as number;
  let start = offset;
  return (cat.inputs as Value[]).map((input) => {
    const shape = shapeAt(input.shape, batch);
    const layout = { shape, strides, offset: start };
    start += (shape[dim] as number) * (strides[dim] as number);
    return layout;
  });
}

function inOrder(value: Value, batch: number): Layout {
  const shape = shapeAt(value.shape, batch);
  return { shape, strides: contiguousStrides(shape), offset: 0 };
}
