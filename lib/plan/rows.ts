/** Whether a batch may be computed in parts. */
import { type Dim, equalDims } from '../graph/dim.js';
import type { Node, Outline, Value } from '../graph/graph.js';

const BATCH: Dim = { perRow: 1, fixed: 0 };

/** Ops that compute each row of their first input by itself; the other inputs are parameters, but for a residual. */
const ROW_BY_ROW = new Set(['adaptiveAvgPool2d', 'avgPool2d', 'batchNorm', 'conv2d', 'linear', 'maxPool2d']);

/** Those of them whose input 3 is a residual: it has the output's shape and is added to it. */
const WITH_RESIDUAL = new Set(['conv2d', 'linear']);

/** Ops that compute each element by itself, of inputs that broadcast. */
const ELEMENTWISE = new Set([
  'abs',
  'add',
  'copy',
  'div',
  'exp',
  'log',
  'maximum',
  'minimum',
  'mul',
  'neg',
  'relu',
  'sigmoid',
  'sqrt',
  'sub',
  'tanh',
]);

/** Ops along a dimension, `dim` in their attributes. */
const ALONG = new Set(['cat', 'logSoftmax', 'select', 'slice', 'softmax']);

/**
 * Whether row i of every output depends on row i of the inputs alone. False where that is not certain: an op that is not
 * known here, or a dimension 0 that is not the batch.
 */
export function rowsAreIndependent(graph: Outline): boolean {
  const rows = new Set<Value>(graph.inputs);
  const hasRows = ({ shape: [first] }: Value) => first !== undefined && equalDims(first, BATCH);
  if (![...graph.inputs, ...graph.outputs].every(hasRows)) return false;
  for (const node of graph.nodes) {
    const withRows = node.inputs.filter((value): value is Value => value !== null && rows.has(value));
    if (withRows.length === 0) continue;
    if (!node.outputs.every(hasRows) || !keepsRows(node, withRows)) return false;
    for (const value of node.outputs) rows.add(value);
  }
  return graph.outputs.every((value) => rows.has(value));
}

function keepsRows({ op, attributes, inputs, outputs }: Node, withRows: readonly Value[]): boolean {
  const rank = outputs[0]?.shape.length;
  if (ROW_BY_ROW.has(op)) {
    const ofRows = WITH_RESIDUAL.has(op) ? [0, 3] : [0];
    return inputs.every((value, i) => value === null || withRows.includes(value) === ofRows.includes(i));
  }
  if (ALONG.has(op)) return attributes.dim !== 0;
  if (op === 'permute') return (attributes.dims as readonly number[])[0] === 0;
  if (op === 'reshape') return true; // as the batch is the first dimension on both sides
  if (op === 'expand') return withRows[0]?.shape.length === rank;
  if (!ELEMENTWISE.has(op)) return false;
  // An operand without rows must not have a size of its own where the others have the batch.
  return inputs.every(
    (value) =>
      value === null || withRows.includes(value) === (value.shape.length === rank && value.shape[0] !== 1),
  );
}
