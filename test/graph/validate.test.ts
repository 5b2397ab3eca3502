import { expect, test } from 'vitest';
import { type Graph, type Node, trace, type Value } from '../../lib/graph/index.js';
import { smallNet } from './networks.js';

const graph = trace(smallNet(), [{ shape: [1, 3, 8, 8], dtype: 'float32' }]);
const [first, second] = graph.nodes as [Node, Node];
const view = graph.nodes.find(({ op }) => op === 'reshape') as Node;

test('a traced graph is valid', () => {
  expect(graph.validate()).toBe(graph);
});

test.each<[string, Graph, RegExp]>([
  [
    'a use before the value is made',
    graph.with({ nodes: [second, first] }),
    /takes 'conv1.conv2d', which nothing makes/,
  ],
  ['a value made twice', graph.with({ nodes: [first, first] }), /'conv1.conv2d' is made twice/],
  [
    'a name used twice',
    graph.with({ nodes: [first, { ...second, outputs: [{ ...(first.outputs[0] as Value) }] }] }),
    /two values are named 'conv1.conv2d'/,
  ],
  ['an output that nothing makes', graph.with({ nodes: [] }), /the output 'fc.linear' is made by nothing/],
  [
    'a view of another number of elements',
    graph.with({
      nodes: graph.nodes.map((node) => (node === view ? { ...node, attributes: { shape: [3] } } : node)),
    }),
    /'reshape' of \[N, 8, 4, 4\] cannot have the shape \[N, 128\]/,
  ],
])('%s is refused', (_, broken, message) => {
  expect(() => broken.validate()).toThrow(message);
  expect(() => broken.validate()).toThrow(expect.objectContaining({ code: 'CONVOLT_INVALID_GRAPH' }));
});

test('a constant of another shape than its tensor is refused', () => {
  const constants = new Map(
    [...graph.constants].map(([value, tensor], i) => [i === 0 ? { ...value, shape: [1] } : value, tensor]),
  );
  expect(() => graph.with({ constants }).validate()).toThrow(
    /constant 'conv1.weight' is float32 \[1\], its tensor/,
  );
});
