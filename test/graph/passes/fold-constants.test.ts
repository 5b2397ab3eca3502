import { expect, test } from 'vitest';
import type { Graph, Node, Value } from '../../../lib/graph/graph.js';
import { runGraph } from '../../../lib/graph/index.js';
import { removeDeadCode } from '../../../lib/graph/passes/dead-code.js';
import { foldConstants } from '../../../lib/graph/passes/fold-constants.js';
import { randn } from '../../../lib/random/index.js';
import { ones } from '../../../lib/tensor/create.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';
import { moduleOf } from '../networks.js';
import { expectSame, opsOf, traced } from './graphs.js';

const row: Value = { name: 'row', shape: [3], dtype: 'float32' };

/** A graph that adds to its input what nodes make of the constant `row`; `trace` has computed such nodes already. */
function addingTo(nodes: readonly Node[]): Graph {
  const graph = traced(
    moduleOf((x: Tensor) => x.add(x)),
    [1, 3],
  );
  const [sum] = graph.nodes as [Node];
  const made = nodes.at(-1)?.outputs[0] as Value;
  return graph
    .with({
      constants: new Map([[row, randn([3])]]),
      nodes: [...nodes, { ...sum, inputs: [graph.inputs[0] as Value, made] }],
    })
    .validate();
}

const node = (op: string, attributes: Node['attributes'], input: Value, shape: Value['shape']): Node => ({
  op,
  attributes,
  inputs: [input],
  outputs: [{ name: `${input.name}.${op}`, shape, dtype: 'float32' }],
  module: '',
});

test('nodes of constants are computed, views of them too', () => {
  const exp = node('exp', {}, row, [3]);
  const before = addingTo([exp, node('reshape', { shape: [1, 3] }, exp.outputs[0] as Value, [1, 3])]);
  const after = removeDeadCode(foldConstants(before));
  expect([opsOf(before), opsOf(after)]).toEqual([['exp', 'reshape', 'add'], ['add']]);
  expect([...after.constants.keys()].map(({ name }) => name)).toEqual(['row.exp.reshape']);
  expectSame(before, after, 0);
});

test('what is as large as the batch stays, and what would make much of little', () => {
  const perRow = node('expand', { shape: [{ perRow: 1, fixed: 0 }, 3] }, row, [{ perRow: 1, fixed: 0 }, 3]);
  const before = addingTo([perRow]);
  expect(foldConstants(before).nodes).toEqual(before.nodes);

  const rows = (count: number) => {
    const expand = node('expand', { shape: [count, 3] }, row, [count, 3]);
    const sum = { ...node('sum', { dims: [0] }, expand.outputs[0] as Value, [3]) };
    return opsOf(foldConstants(addingTo([expand, sum])));
  };
  expect(rows(1000)).toEqual(['add']);
  expect(rows(100_000)).toEqual(['expand', 'sum', 'add']);
});

test('an output of the graph may be a constant', () => {
  const exp = node('exp', {}, row, [3]);
  const after = foldConstants(addingTo([exp]).with({ outputs: exp.outputs }));
  expect(after.validate().constants.has(exp.outputs[0] as Value)).toBe(true);
  expect((runGraph(after, [ones([2, 3])]) as Tensor).shape).toEqual([3]);
});
