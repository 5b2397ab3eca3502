/** Runs a graph op by op, as `forward` would: the reference for passes and plans. */
import { ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import { atBatch, formatShape, shapeAt } from './dim.js';
import type { Graph, Node, Outline, Structure, Value } from './graph.js';
import { putTogether } from './structure.js';
import { attributesAt, isView, viewLayout } from './views.js';

/**
 * @param graph whatever `trace` returned or passes made of it
 * @param inputs a tensor for each of `graph.inputs`
 * @returns what the traced `forward` returned
 * @throws ShapeError when the inputs do not fit the graph or each other
 */
export function runGraph(graph: Graph, inputs: readonly Tensor[]): Structure<Tensor> {
  const batch = batchOf(graph, inputs);
  const tensors = new Map<Value, Tensor>(graph.constants);
  for (const [i, value] of graph.inputs.entries()) tensors.set(value, inputs[i] as Tensor);
  for (const node of graph.nodes) {
    const operands = node.inputs.map((value) => value && (tensors.get(value) as Tensor));
    const outputs = runNode(node, operands, batch);
    for (const [i, value] of node.outputs.entries()) tensors.set(value, outputs[i] as Tensor);
  }
  const outputs = graph.outputs.map((value) => tensors.get(value) as Tensor);
  return putTogether(graph.outputStructure, outputs);
}

/** Runs one op on tensors. */
export function runNode(node: Node, operands: readonly (Tensor | null)[], batch: number): Tensor[] {
  const attributes = attributesAt(node.attributes, batch);
  if (!isView(node.op)) {
    const specs = node.outputs.map(({ shape, dtype }) => ({ shape: shapeAt(shape, batch), dtype }));
    return dispatch<Tensor, typeof specs>(node.op, attributes, operands, specs);
  }
  const base = operands[0] as Tensor;
  const arrange = (tensor: Tensor) => {
    const layout = { shape: tensor.shape, strides: tensor.stride(), offset: tensor.storageOffset };
    const view = viewLayout(node.op, attributes, layout);
    return view && tensor.asView(node.op, attributes, view.shape, view.strides, view.offset);
  };
  // Where strides allow no such view, which an input that comes as a view may cause, a copy in order has one.
  return [arrange(base) ?? (arrange(dispatch('copy', {}, [base], [base])[0]) as Tensor)];
}

/** The batch size of these inputs. */
export function batchOf(graph: Pick<Outline, 'inputs'>, inputs: readonly Tensor[]): number {
  let batch: number | undefined;
  if (inputs.length !== graph.inputs.length)
    throw new ShapeError('graph', `it takes ${graph.inputs.length} inputs, received ${inputs.length}`);
  graph.inputs.forEach((value, i) => {
    const { shape, dtype } = inputs[i] as Tensor;
    const rows = value.shape[0];
    if (typeof rows === 'object' && shape.length > 0) batch ??= shape[0];
    const fits =
      dtype === value.dtype &&
      shape.length === value.shape.length &&
      shape.every((size, d) => size === atBatch(value.shape[d] ?? -1, batch ?? 0));
    if (!fits) {
      throw new ShapeError(
        'graph',
        `input '${value.name}' must be ${value.dtype} ${formatShape(value.shape)}` +
          `${batch === undefined ? '' : ` with N = ${batch}`}, received ${dtype} [${shape.join(', ')}]`,
      );
    }
  });
  return batch ?? 0;
}
