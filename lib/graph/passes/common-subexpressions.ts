/**
 * Computes once what is computed several times: nodes of one op with the same attributes and inputs. Numbers that a
 * `forward` writes, such as the 3 of `x.add(3)`, are a constant each; equal ones count as the same input.
 */
import type { Tensor } from '../../tensor/tensor.js';
import { formatShape } from '../dim.js';
import type { Graph, GraphAttributes, Value } from '../graph.js';
import { rewrite } from './rewrite.js';

export function mergeCommonSubexpressions(graph: Graph): Graph {
  const keys = new Map<Value, string>();
  /** A word for the value, the same for the same values. */
  const keyOf = (value: Value) => {
    let key = keys.get(value);
    if (key === undefined) {
      const tensor = graph.constants.get(value);
      key = tensor?.numel() === 1 ? keyOfNumber(tensor) : `${keys.size}`;
      keys.set(value, key);
    }
    return key;
  };
  const known = new Map<string, readonly Value[]>();
  return rewrite(graph, (node, replace) => {
    const key = [
      node.op,
      keyOfAttributes(node.attributes),
      ...node.inputs.map((value) => value && keyOf(value)),
      // What an op is told by its outputs alone: copy the dtype, resample the size.
      ...node.outputs.map(({ shape, dtype }) => `${dtype}${formatShape(shape)}`),
    ].join('|');
    const values = known.get(key);
    if (values === undefined) {
      known.set(key, node.outputs);
      return [node];
    }
    for (const [i, output] of node.outputs.entries()) replace(output, values[i] as Value);
    return [];
  });
}

function keyOfNumber(tensor: Tensor): string {
  const { data } = tensor.contiguous();
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return `${tensor.dtype}[${tensor.shape}]${Buffer.from(bytes).toString('hex')}`;
}

/** As JSON, which knows neither infinity nor NaN nor -0. */
function keyOfAttributes(attributes: GraphAttributes): string {
  return JSON.stringify(attributes, (_, value) => {
    if (typeof value !== 'number') return value;
    return `#${Object.is(value, -0) ? '-0' : value}`;
  });
}
