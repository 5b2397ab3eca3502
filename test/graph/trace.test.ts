import { describe, expect, test } from 'vitest';
import * as functional from '../../lib/functional/index.js';
import { runGraph, type Structure, trace } from '../../lib/graph/index.js';
import * as models from '../../lib/models/index.js';
import * as nn from '../../lib/nn/index.js';
import { manualSeed, randn } from '../../lib/random/index.js';
import { full, ones, zeros } from '../../lib/tensor/create.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { images, moduleOf, smallNet } from './networks.js';

const float32 = (...shape: number[]) => ({ shape, dtype: 'float32' as const });

/** Whether the graph of a function gives what the function gives, bit by bit, at several batch sizes. */
function expectSame(forward: (x: Tensor) => Structure<Tensor>, shape: number[] = [1, 4, 6]): void {
  const model = moduleOf(forward);
  const graph = trace(model, [float32(...shape)]).validate();
  for (const batch of [1, 2, 7]) {
    manualSeed(batch);
    const x = randn(shape.with(0, batch));
    const expected = model.forward(x.clone()) as Tensor;
    const actual = runGraph(graph, [x]) as Tensor;
    expect(actual.shape).toEqual(expected.shape);
    expect(functional.equal(actual, expected)).toBe(true);
  }
}

describe('a graph gives what forward gives', () => {
  test.each(['lenet5', 'resnet18', 'squeezenet1_1', 'googlenet', 'densenet121'] as const)('%s', (name) => {
    const model = models.create(name).eval();
    const shape = name === 'lenet5' ? [1, 32, 32] : [3, 32, 32];
    const graph = trace(model, [float32(1, ...shape)]).validate();
    const x = randn([3, ...shape]);
    expect(functional.equal(runGraph(graph, [x]) as Tensor, model.forward(x))).toBe(true);
  });

  test("the lesson's view(x.size(0), -1) at batches of 1, 7 and 32", () => {
    const net = smallNet();
    const graph = trace(net, [float32(1, 3, 8, 8)]);
    for (const batch of [1, 7, 32]) {
      const x = images(batch);
      expect(functional.equal(runGraph(graph, [x]) as Tensor, net.forward(x))).toBe(true);
    }
  });

  test('sizes that depend on the batch in other ways', () => {
    expectSame((x) => x.flatten(0, 1));
    expectSame((x) => functional.cat([x, ones([1, 4, 6]), x], 0));
    expectSame((x) => x.permute(1, 0, 2).reshape(4, -1));
    expectSame((x) => x.view(x.size(0) * 2, 12).slice(0, 1));
  });

  test('tensors that forward makes as large as the batch', () => {
    expectSame((x) => functional.cat([x, ones([x.size(0), 1, 6])], 1));
    expectSame((x) => x.add(functional.expand(full([1, 4, 1], 2), [x.size(0), 4, 6])));
    const counting = moduleOf((x: Tensor) => x.add(full([x.size(0), 1], x.size(0))));
    expect(() => trace(counting, [float32(1, 2)])).toThrow(/a tensor that forward made .* was another/);
  });

  test('loops and branches over shapes', () => {
    expectSame((x) => {
      let y = x;
      for (let i = 0; i < x.size(1); i++) y = x.size(2) > 3 ? y.add(i) : y.mul(i);
      return y;
    });
  });
});

describe('writes in place', () => {
  test('become new values, and the input stays as it was', () => {
    expectSame((x) => functional.copy_(x.clone(), x.mul(2)).add(x));
    const graph = trace(
      moduleOf((x: Tensor) => x.fill_(1)),
      [float32(1, 2)],
    );
    const x = zeros([3, 2]);
    expect((runGraph(graph, [x]) as Tensor).toArray()).toEqual(ones([3, 2]).toArray());
    expect(x.toArray()).toEqual(zeros([3, 2]).toArray());
  });

  test('show in what they are views of, and in other views of it', () => {
    expectSame((x) => {
      const y = x.clone();
      const [first, row, flipped] = [y.select(1, 0), y.view(y.size(0), 24), y.permute(2, 1, 0)];
      first.fill_(3);
      flipped.slice(1, 1, 3).copy_(ones([6, 2, 1]));
      row.slice(1, 20).fill_(-1);
      return functional.cat([y.flatten(1), row, first], 1);
    });
  });

  test('are refused by name where a graph cannot have them', () => {
    const graph = (forward: (x: Tensor) => unknown) => () => trace(moduleOf(forward), [float32(1, 4)]);
    expect(graph((x) => x.clone().slice(1, 0, 4, 2).fill_(0))).toThrow(/write through the view 'slice'/);
    expect(graph((x) => zeros([x.size(0), 4]).copy_(x))).toThrow(/into a tensor that is not part of it/);
  });
});

describe('inputs and outputs', () => {
  test('several inputs, and outputs in lists and objects', () => {
    const model = moduleOf(({ a, b }: { a: Tensor; b: Tensor[] }, c: Tensor) => ({
      sum: a.add(b[0] as Tensor),
      rest: [c, [a.mul(c)]],
    }));
    const spec = float32(1, 2);
    const graph = trace(model, [{ a: spec, b: [spec] }, spec]);
    expect(graph.inputs.map(({ name }) => name)).toEqual(['input.0.a', 'input.0.b.0', 'input.1']);
    const [a, b, c] = [randn([5, 2]), randn([5, 2]), randn([5, 2])] as [Tensor, Tensor, Tensor];
    const { sum, rest } = runGraph(graph, [a, b, c]) as unknown as { sum: Tensor; rest: [Tensor, [Tensor]] };
    expect(functional.equal(sum, a.add(b))).toBe(true);
    expect(rest[0]).toBe(c);
    expect(functional.equal(rest[1][0], a.mul(c))).toBe(true);
  });

  test('inputs that do not fit the graph are refused with both shapes', () => {
    const graph = trace(smallNet(), [float32(1, 3, 8, 8)]);
    expect(() => runGraph(graph, [zeros([2, 4, 8, 8])])).toThrow(
      "graph: input 'input' must be float32 [N, 3, 8, 8] with N = 2, received float32 [2, 4, 8, 8]",
    );
  });

  test('a fixed batch gives a graph of plain sizes', () => {
    const model = moduleOf((x: Tensor) => x.matmul(x.t()).view(x.size(0) ** 2));
    expect(() => trace(model, [float32(2, 3)])).toThrow(
      /shape of reshape had 4, 9, 25, which is no a \* N \+ b/,
    );
    const graph = trace(model, [float32(2, 3)], { batch: 'fixed' });
    expect(graph.outputs[0]?.shape).toEqual([4]);
    expect(() => runGraph(graph, [zeros([3, 3])])).toThrow(/must be float32 \[2, 3\]/);
  });
});

describe('names', () => {
  test('lead back to the modules and to the keys of the state dict', () => {
    const net = smallNet();
    const graph = trace(net, [float32(1, 3, 8, 8)]);
    expect([...graph.constants.keys()].map(({ name }) => name)).toEqual([
      'conv1.weight',
      'bn1.running_mean',
      'bn1.running_var',
      'bn1.weight',
      'bn1.bias',
      'conv2.weight',
      'conv2.bias',
      'fc.weight',
      'fc.bias',
    ]);
    expect([...graph.constants.values()]).toContain(net.fc.weight);
    expect(graph.nodes.map(({ module }) => module)).toEqual([
      'conv1',
      'bn1',
      'relu',
      'conv2',
      '',
      '',
      'pool',
      '',
      'fc',
    ]);
  });

  test('the text shows shapes, constants and ops', () => {
    const text = `${trace(smallNet(), [float32(1, 3, 8, 8)])}`;
    expect(text).toContain('graph(input: float32[N, 3, 8, 8])');
    expect(text).toContain('conv1.weight: float32[8, 3, 3, 3]');
    expect(text).toContain('reshape: float32[N, 128] = reshape(pool.maxPool2d, shape=[N, 128])');
    expect(text).toMatch(/return fc\.linear\n$/);
  });

  test('the drawing has a box for each op and an arrow for each value', () => {
    const graph = trace(smallNet(), [float32(1, 3, 8, 8)]);
    const dot = graph.toDot();
    expect(dot.match(/^ {2}op\d+ \[label/gm)).toHaveLength(graph.nodes.length);
    expect(dot).toContain('op0 -> op1 [label="[N, 8, 8, 8]"]');
  });
});

describe('what a graph cannot have is refused by name', () => {
  class Reads extends nn.Module {
    override forward(x: Tensor): number {
      return x.sum().item();
    }
  }

  test('elements that are read, with module and line', () => {
    const model = new nn.Sequential(new nn.Identity(), new Reads()).eval();
    expect(() => trace(model, [float32(1, 4)])).toThrow(
      /a value was read .*in module '1' at .*trace\.test\.ts:\d+:\d+/,
    );
    expect(() =>
      trace(
        moduleOf((x: Tensor) => x.data),
        [float32(1, 4)],
      ),
    ).toThrow(expect.objectContaining({ code: 'CONVOLT_NOT_TRACEABLE' }));
  });

  test('another number of ops for another batch', () => {
    const model = moduleOf((x: Tensor) => (x.size(0) > 3 ? x.relu().neg() : x.relu()));
    expect(() => trace(model, [float32(1, 4)])).toThrow(/forward ran 1 or 1 or 2 ops/);
  });

  test('training mode, wrong arguments and results', () => {
    expect(() => trace(new nn.Dropout(), [float32(1)])).toThrow(
      expect.objectContaining({ code: 'CONVOLT_TRAINING_MODE' }),
    );
    expect(() => trace(null as never, [])).toThrow(/model must be a Module/);
    expect(() => trace(smallNet(), [[1, 3, 8, 8]] as never)).toThrow(
      /exampleInputs\[0\]\[0\] must be a tensor/,
    );
    expect(() =>
      trace(
        moduleOf(() => 7),
        [float32(1)],
      ),
    ).toThrow(/the result of forward must be tensors/);
    expect(() => trace(smallNet(), [float32(1, 3, 8, 8)], { batch: 'all' as never })).toThrow(
      /batch must be/,
    );
  });
});
