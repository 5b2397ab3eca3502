/**
 * Folds a batch normalisation into the convolution before it, whose only user it is:
 * `γ (W x + b - μ) / σ + β = (γ / σ) W x + (γ / σ) (b - μ) + β`.
 */
import { add, div, mul, sub } from '../../functional/arithmetic.js';
import { neg, reciprocal, sqrt } from '../../functional/elementwise.js';
import { view } from '../../functional/reshape.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { Graph, Node, Value } from '../graph.js';
import { onlyUser, usesOf } from './uses.js';

export function foldBatchNorm(graph: Graph): Graph {
  const uses = usesOf(graph);
  const constants = new Map(graph.constants);
  const folded = new Map<Node, Node>(); // by the normalisation, in whose place the convolution comes
  const gone = new Set<Node>();
  for (const conv of graph.nodes) {
    const norm =
      conv.op === 'conv2d' && conv.attributes.activation === 'none' ? onlyUser(conv, uses) : undefined;
    if (norm?.op !== 'batchNorm' || norm.inputs[0] !== conv.outputs[0]) continue;
    const [weight, bias] = conv.inputs.slice(1) as [Value, Value | null];
    const parameters = [weight, bias, ...norm.inputs.slice(1)].map((value) => value && constants.get(value));
    if (parameters.includes(undefined)) continue; // computed by the graph itself
    const [w, b, mean, variance, gamma, beta] = parameters as [Tensor, ...(Tensor | null)[]];
    const deviation = sqrt(add(variance as Tensor, norm.attributes.eps as number));
    const scale = gamma ? div(gamma, deviation) : reciprocal(deviation);
    const shift = mul(b ? sub(b, mean as Tensor) : neg(mean as Tensor), scale);
    const name = `${weight.name}.folded`;
    const inputs = [
      addConstant(constants, name, mul(w, view(scale, [-1, ...w.shape.slice(1).map(() => 1)]))),
      addConstant(constants, `${name}.bias`, beta ? add(shift, beta) : shift),
    ];
    folded.set(norm, { ...conv, inputs: [conv.inputs[0] as Value, ...inputs], outputs: norm.outputs });
    gone.add(conv);
  }
  const nodes = graph.nodes.filter((node) => !gone.has(node)).map((node) => folded.get(node) ?? node);
  return graph.with({ constants, nodes });
}

function addConstant(constants: Map<Value, Tensor>, wanted: string, tensor: Tensor): Value {
  const names = new Set([...constants.keys()].map(({ name }) => name));
  let name = wanted;
  for (let i = 1; names.has(name); i++) name = `${wanted}_${i}`; // a layer that is called twice
  const value = { name, shape: tensor.shape, dtype: tensor.dtype };
  constants.set(value, tensor);
  return value;
}
