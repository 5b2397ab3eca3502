/** What ONNX's own tests leave out: see testdata.test.ts for those. */
import { describe, expect, test } from 'vitest';
import {
  functional as F,
  manualSeed,
  onnx,
  randn,
  runGraph,
  type Tensor,
  tensor,
  trace,
} from '../../lib/index.js';
import type { AttributeProto, NodeProto } from '../../lib/onnx/schema.js';
import { fromTensor } from '../../lib/onnx/tensor-proto.js';
import { relativeError } from '../support/fixtures.js';
import { bytesOf } from './bytes.js';
import { info, int, ints, node } from './messages.js';

manualSeed(0);

/** A model of an image of 4 channels. */
function load(
  nodes: NodeProto[],
  options: { weights?: Record<string, Tensor>; size?: number[]; opset?: number } = {},
) {
  const { weights = {}, size = [6, 7], opset = 17 } = options;
  const shape = ['N', 4, ...size];
  return onnx.load(
    bytesOf(
      {
        node: nodes,
        input: [info('x', shape)],
        output: [info('y', shape)],
        initializer: Object.entries(weights).map(([name, values]) => fromTensor(name, values)),
      },
      opset,
    ),
  );
}

const one = (op: string, inputs: string[], attributes: AttributeProto[] = []) => [
  node(op, inputs, ['y'], attributes),
];

describe('MaxPool and MaxUnpool', () => {
  const pads = ints('pads', [1, 0, 1, 1]);
  const window = [ints('kernel_shape', [2, 2]), ints('strides', [2, 2])];
  const nodes = (attributes: AttributeProto[]) => [
    node('MaxPool', ['x'], ['largest', 'places'], attributes),
    node('MaxUnpool', ['largest', 'places'], ['y'], attributes),
  ];

  test('put the largest elements back where they were, in each plane of a batch', async () => {
    const model = await load(nodes(window), { size: [6, 8] });
    const x = randn([3, 4, 6, 8]);
    const [largest, indices] = F.maxPool2d(x, 2, { returnIndices: true });
    expect((model.forward(x) as Tensor).toArray()).toEqual(F.maxUnpool2d(largest, indices, 2).toArray());
  });

  test('places are those of any batch in a graph', async () => {
    const model = await load([node('MaxPool', ['x'], ['', 'y'], [...window, pads])]);
    const graph = trace(model, [{ shape: [1, 4, 6, 7], dtype: 'float32' }]);
    for (const batch of [1, 4]) {
      const x = randn([batch, 4, 6, 7]);
      const places = runGraph(graph, [x]) as unknown as Tensor;
      expect(places.toArray()).toEqual((model.forward(x) as Tensor).toArray());
    }
  });

  test.each([0, 1])(
    'places count over the whole input, without padding, in storage order %i',
    async (order) => {
      const places = [node('MaxPool', ['x'], ['', 'y'], [...window, pads, int('storage_order', order)])];
      const model = await load(places);
      const x = randn([2, 4, 6, 7]);
      const source = order === 0 ? x : x.transpose(2, 3);
      const taken = F.take(source.contiguous(), model.forward(x) as Tensor);
      const padded = F.pad(x, [0, 1, 1, 1], { value: Number.NEGATIVE_INFINITY });
      expect(taken.toArray()).toEqual(F.maxPool2d(padded, 2).toArray());
    },
  );
});

describe('normalisation', () => {
  const scale = randn([4]);
  const bias = randn([4]);
  const weights = { scale, bias };
  const inputs = ['x', 'scale', 'bias'];

  test('of one value for each channel is the bias', async () => {
    const model = await load(one('InstanceNormalization', inputs), { weights, size: [1, 1] });
    const y = model.forward(randn([2, 4, 1, 1])) as Tensor;
    expect(y.reshape([2, 4]).toArray()).toEqual([bias.toArray(), bias.toArray()]);
  });

  test('in groups has a scale for each group in opset 18, and for each channel since', async () => {
    const x = randn([2, 4, 6, 7]);
    const groups = [int('num_groups', 2)];
    const each = await load(one('GroupNormalization', inputs, groups), { weights, opset: 21 });
    const expected = F.groupNorm(x, 2, { weight: scale, bias });
    expect(relativeError(each.forward(x) as Tensor, expected)).toBeLessThan(1e-5);
    const twice = (t: Tensor) => F.stack([t, t], 1).reshape([4]);
    const [two, shift] = [scale.slice(0, 0, 2), bias.slice(0, 0, 2)];
    const both = await load(one('GroupNormalization', inputs, groups), {
      weights: { scale: two.contiguous(), bias: shift.contiguous() },
      opset: 18,
    });
    const doubled = F.groupNorm(x, 2, { weight: twice(two), bias: twice(shift) });
    expect(relativeError(both.forward(x) as Tensor, doubled)).toBeLessThan(1e-5);
  });

  test('of layers takes a scale of fewer elements, and is one op in a graph', async () => {
    const short = { scale: randn([7]), bias: randn([6, 1]) };
    const model = await load(one('LayerNormalization', inputs, [int('axis', 2)]), { weights: short });
    const x = randn([2, 4, 6, 7]);
    const expected = F.layerNorm(x, [6, 7], {
      weight: F.expand(short.scale, [6, 7]),
      bias: F.expand(short.bias, [6, 7]),
    });
    expect(relativeError(model.forward(x) as Tensor, expected)).toBeLessThan(1e-5);
    const graph = trace(model, [{ shape: [1, 4, 6, 7], dtype: 'float32' }]);
    expect(graph.nodes.filter(({ op }) => op === 'rowNorm')).toHaveLength(1);
  });

  test('of an even number of neighbouring channels has one more behind', async () => {
    const model = await load(one('LRN', ['x'], [int('size', 2)]));
    const x = randn([1, 4, 6, 7]);
    const squares = F.square(x);
    const next = F.cat([F.slice(squares, 1, 1), F.mul(F.slice(squares, 1, 0, 1), 0)], 1);
    const expected = F.div(x, F.pow(F.add(F.mul(F.add(squares, next), 1e-4 / 2), 1), 0.75));
    expect(relativeError(model.forward(x) as Tensor, expected)).toBeLessThan(1e-5);
  });
});

test('NonMaxSuppression of nothing above the least score is empty', async () => {
  const model = await onnx.load(
    bytesOf({
      node: one('NonMaxSuppression', ['x', 'scores', 'most', 'overlap', 'least']),
      input: [info('x', [1, 3, 4]), info('scores', [1, 2, 3])],
      output: [info('y', ['K', 3], 7)],
      initializer: [
        fromTensor('most', tensor([5n]).reshape([])),
        fromTensor('overlap', tensor(0.5)),
        fromTensor('least', tensor(9)),
      ],
    }),
  );
  const y = model.forward(randn([1, 3, 4]), randn([1, 2, 3])) as Tensor;
  expect(y.shape).toEqual([0, 3]);
});
