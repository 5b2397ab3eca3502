/** Sound ONNX models, drawn: a few nodes after one another. */
import type { GraphProto, ModelProto, NodeProto, TensorProto } from '../../../lib/onnx/schema.js';
import { info, modelOf, node } from '../../onnx/messages.js';
import type { Random } from '../../support/random.js';
import { type Sample, samples, X_SHAPE } from './nodes.js';

/** Versions of the operators: the samples are mostly of the newer ones. */
const OPSETS = [17, 17, 17, 18, 21, 22, 13, 11, 9, 7, 6];

/**
 * A model of one to four nodes, each of which takes what the one before it made. Some models take their input's shape
 * apart and put it together again, as PyTorch exports `view`.
 */
export function drawModel(random: Random): ModelProto {
  const graph = { node: [] as NodeProto[], initializer: [] as TensorProto[] };
  let last = 'x';
  const count = 1 + random.below(4);
  for (let n = 0; n < count; n++) last = append(graph, random.pick(samples), last);
  if (random.oneIn(4)) last = appendView(graph, last);
  const shape = random.oneIn(2) ? X_SHAPE : ['N', ...X_SHAPE.slice(1)];
  return modelOf({ ...graph, input: [info('x', shape)], output: [info(last, [])] }, random.pick(OPSETS));
}

type Parts = Required<Pick<GraphProto, 'node' | 'initializer'>>;

function append(graph: Parts, { op, inputs, attributes }: Sample, x: string): string {
  const at = graph.node.length;
  const names = inputs.map((operand, i) => {
    if (operand === 'x') return x;
    if (operand.dataType === undefined) return '';
    const name = `w${at}_${i}`;
    graph.initializer.push({ ...operand, name });
    return name;
  });
  graph.node.push(node(op, names, [`v${at}`], [...attributes]));
  return `v${at}`;
}

function appendView(graph: Parts, x: string): string {
  const vector = (name: string, ...values: number[]) =>
    graph.initializer.push({ name, dims: [values.length], dataType: 7, int64Data: values });
  vector('first', 0);
  vector('rest', -1);
  graph.node.push(
    node('Shape', [x], ['sizes']),
    node('Gather', ['sizes', 'first'], ['rows']),
    node('Concat', ['rows', 'rest'], ['target'], [{ name: 'axis', type: 2, i: 0 }]),
    node('Reshape', [x, 'target'], ['view']),
  );
  return 'view';
}
