/** Whether a batch may be computed in parts. */
import { atBatch, type Dim, equalDims } from '../graph/dim.js';
import { elementwiseOps } from '../graph/elementwise.js';
import type { GraphAttributes, Node, Outline, Value } from '../graph/graph.js';

/**
 * Whether row i of a node's outputs depends on row i of its inputs alone, for a node that takes rows and whose outputs
 * are shaped like rows.
 */
type Rule = (node: Node, hasRows: (value: Value | null) => boolean) => boolean;

/** One row after the other of the first input; the other inputs are parameters. */
const rowByRow: Rule = ({ inputs: [first, ...parameters] }, hasRows) =>
  hasRows(first as Value) && !parameters.some(hasRows);

/** As {@link rowByRow}, with row i of a residual, input 3, and of a scale, input 4. */
const withResidual: Rule = ({ inputs }, hasRows) =>
  inputs.every((value, i) => value === null || hasRows(value) === (i === 0 || i >= 3));

/** Row i of each input. */
const together: Rule = ({ inputs }, hasRows) =>
  inputs.every((value) => hasRows(value) && equalDims(rowsOf(value as Value), rowsOf(inputs[0] as Value)));

/** Elements, or matrices, of inputs that broadcast: sizes cannot fit in another way than row to row, or one to all rows. */
const broadcast: Rule = () => true;

const notAlong =
  (rule: Rule): Rule =>
  (node, hasRows) =>
    node.attributes.dim !== 0 && rule(node, hasRows);

const notOver: Rule = ({ attributes }) => !(attributes.dims as readonly Dim[]).includes(0);

const never: Rule = () => false;

/** What multiplies images by weights and may add a residual. */
const convolutions = 'blockedConv2d blockedDepthwiseConv2d conv1d conv2d conv3d stemConv2d winogradConv2d';

const families: readonly (readonly [Rule, string])[] = [
  [
    rowByRow,
    `adaptiveAvgPool2d adaptiveMaxPool avgPool2d batchNorm blockedAvgPool2d blockedBatchNorm blockedChannelNorm
     blockedMaxPool2d channelNorm convTranspose1d convTranspose2d convTranspose3d fold fromBlocked maxPool2d
     maxPoolIndices prelu rowNorm toBlocked`,
  ],
  [withResidual, `${convolutions} linear`],
  [notAlong(rowByRow), 'indexSelect logSoftmax resample select slice softmax sort topk'],
  [together, 'maxUnpool selectChannels'],
  [notAlong(together), 'cat gather'],
  [notOver, 'all any cumprod cumsum flip l1 l2 max mean min moments prod sum'],
  [broadcast, `expand fill matmul ${elementwiseOps.join(' ')}`],
  // What draws numbers, counts elements or packs weights, and what no graph has.
  [
    never,
    `blockedConv2dWeight blockedDepthwiseConv2dWeight nms nonzero normal randomIntegers randomPermutation scatter
     seedGenerator sequence stemConv2dWeight truncatedNormal uniform winogradConv2dWeight`,
  ],
];

/** Of every native op and view; an op that is not here never keeps rows apart. */
export const rules: ReadonlyMap<string, Rule> = new Map([
  ...families.flatMap(([rule, ops]) => ops.split(/\s+/).map((op) => [op, rule] as const)),
  ['pad', ({ attributes, inputs }) => !padsFirst(attributes, inputs[0] as Value)],
  ['permute', ({ attributes }) => (attributes.dims as readonly Dim[])[0] === 0],
  ['reshape', () => true], // both shapes are those of rows, which lie one behind another
]);

/**
 * Whether row i of every output depends on row i of the inputs alone. False where that is not certain.
 *
 * A row may also be several: `[N, C, H, W]` as `[C * N, H, W]`. The batch must be in no other size or attribute than that, as
 * an op could use it, for instance, to divide by it.
 */
export function rowsAreIndependent({ inputs, nodes, outputs }: Outline): boolean {
  const rows = new Set<Value | null>(inputs);
  const hasRows = (value: Value | null) => rows.has(value);
  if (![...inputs, ...outputs].every((value) => isRows(value) && atBatch(rowsOf(value), 1) === 1))
    return false;
  for (const node of nodes) {
    const { shape, ...others } = node.attributes; // the shape of a view is that of its output
    const sizes = [...Object.values(others), ...node.outputs.map((value) => value.shape)].flat();
    if (!node.inputs.some(hasRows) && !sizes.some(isBatch)) continue;
    if (!node.outputs.every(isRows) || Object.values(others).flat().some(isBatch)) return false;
    if (!rules.get(node.op)?.(node, hasRows)) return false;
    for (const value of node.outputs) rows.add(value);
  }
  return outputs.every(hasRows);
}

/** Whether the first size is a multiple of the batch, and no other depends on it. */
function isRows({ shape: [first, ...others] }: Value): boolean {
  return typeof first === 'object' && first.fixed === 0 && !others.some(isBatch);
}

function rowsOf({ shape }: Value): Dim {
  return shape[0] as Dim;
}

function isBatch(dim: GraphAttributes[string] | Dim): boolean {
  return typeof dim === 'object' && 'perRow' in dim;
}

function padsFirst({ padding }: GraphAttributes, { shape }: Value): boolean {
  const [top, left, bottom, right] = padding as readonly number[];
  const first = [[], [left, right], [top, bottom]][shape.length] ?? [];
  return first.some((size) => size !== 0);
}
