import { afterEach, describe, expect, test, vi } from 'vitest';
import { ArgumentError } from '../lib/errors.js';
import * as nn from '../lib/nn/index.js';
import { summary } from '../lib/summary.js';
import { ones } from '../lib/tensor/create.js';
import type { Tensor } from '../lib/tensor/tensor.js';

afterEach(() => {
  vi.restoreAllMocks();
});

const quiet = { print: false };

test('the Sequential of an introductory lesson', () => {
  const model = new nn.Sequential(
    new nn.Conv2d(1, 32, 3),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Conv2d(32, 64, 3),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Conv2d(64, 64, 3),
    new nn.ReLU(),
  );
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const { layers, ...totals } = summary(model, [1, 28, 28]);
  expect(
    layers.map(({ name, type, outputShape, parameters }) => [name, type, outputShape, parameters]),
  ).toEqual([
    ['', 'Sequential', ['N', 64, 3, 3], 0],
    ['0', 'Conv2d', ['N', 32, 26, 26], 320],
    ['1', 'ReLU', ['N', 32, 26, 26], 0],
    ['2', 'MaxPool2d', ['N', 32, 13, 13], 0],
    ['3', 'Conv2d', ['N', 64, 11, 11], 18_496],
    ['4', 'ReLU', ['N', 64, 11, 11], 0],
    ['5', 'MaxPool2d', ['N', 64, 5, 5], 0],
    ['6', 'Conv2d', ['N', 64, 3, 3], 36_928],
    ['7', 'ReLU', ['N', 64, 3, 3], 0],
  ]);
  expect(totals).toEqual({ totalParameters: 55_744, trainableParameters: 55_744, nonTrainableParameters: 0 });
  expect(log.mock.calls).toEqual([
    [
      [
        'Layer (type)      Output shape      Parameters',
        '──────────────────────────────────────────────',
        'Sequential        [N, 64, 3, 3]              0',
        '  0 (Conv2d)      [N, 32, 26, 26]          320',
        '  1 (ReLU)        [N, 32, 26, 26]            0',
        '  2 (MaxPool2d)   [N, 32, 13, 13]            0',
        '  3 (Conv2d)      [N, 64, 11, 11]       18,496',
        '  4 (ReLU)        [N, 64, 11, 11]            0',
        '  5 (MaxPool2d)   [N, 64, 5, 5]              0',
        '  6 (Conv2d)      [N, 64, 3, 3]         36,928',
        '  7 (ReLU)        [N, 64, 3, 3]              0',
        '──────────────────────────────────────────────',
        'Total parameters:         55,744',
        'Trainable parameters:     55,744',
        'Non-trainable parameters:      0',
      ].join('\n'),
    ],
  ]);
});

describe('a network of blocks', () => {
  class Block extends nn.Module {
    conv = new nn.Conv2d(2, 2, 1, { bias: false });
    scale = new nn.Parameter(ones([2, 1, 1]), { requiresGrad: false });
    relu = new nn.ReLU();
    unused = new nn.Linear(3, 3);
    forward(x: Tensor): Tensor {
      return this.relu.forward(this.relu.forward(this.conv.forward(x)));
    }
  }

  class Net extends nn.Module {
    first = new Block();
    head = new nn.Linear(4, 4);
    blocks = new nn.Sequential(this.first, new Block(), new nn.Dropout());
    constructor() {
      super();
      this.head.bias = null;
    }
    forward(a: Tensor, b: Tensor): [Tensor, Tensor] {
      return [this.blocks.forward(this.first.forward(a)), this.head.forward(b)];
    }
  }

  const shapes = [[2, 3, 3], [4]];

  test('is shown in the order of the calls, nested by them; what was not called counts where it is inside', () => {
    const { layers, ...totals } = summary(new Net(), shapes, quiet);
    expect(layers.map(({ name, type, depth, parameters }) => [depth, `${name} ${type}`, parameters])).toEqual(
      [
        [0, ' Net', 0],
        [1, 'first Block', 14],
        [2, 'first.conv Conv2d', 4],
        [2, 'first.relu ReLU', 0],
        [2, 'first.relu ReLU', 0],
        [1, 'blocks Sequential', 0],
        [2, 'first Block', 0],
        [3, 'first.conv Conv2d', 0],
        [3, 'first.relu ReLU', 0],
        [3, 'first.relu ReLU', 0],
        [2, 'blocks.1 Block', 14],
        [3, 'blocks.1.conv Conv2d', 4],
        [3, 'blocks.1.relu ReLU', 0],
        [3, 'blocks.1.relu ReLU', 0],
        [2, 'blocks.2 Dropout', 0],
        [1, 'head Linear', 16],
      ],
    );
    expect(totals).toEqual({ totalParameters: 52, trainableParameters: 48, nonTrainableParameters: 4 });
    expect(layers[0]?.outputShape).toBeNull();
    expect(layers.at(-1)?.outputShape).toEqual(['N', 4]);
  });

  test('depth cuts it off; what is deeper counts where it is inside', () => {
    const { layers } = summary(new Net(), shapes, { depth: 1, print: false });
    expect(layers.map(({ name, parameters }) => [name, parameters])).toEqual([
      ['', 0],
      ['first', 18],
      ['blocks', 18],
      ['head', 16],
    ]);
    expect(summary(new Net(), shapes, { depth: 0, print: false }).layers).toMatchObject([{ parameters: 52 }]);
  });

  test('keeps its mode, and no hooks', () => {
    const net = new Net();
    net.head.eval();
    summary(net, shapes, quiet);
    expect(net.training).toBe(true);
    expect(net.blocks.at(2).training).toBe(true);
    expect(net.head.training).toBe(false);
    expect(() => summary(net, [[5, 3, 3], [4]], quiet)).toThrow(/first\.conv \(Conv2d\)/);
    expect(net.training).toBe(true);
  });
});

test('wrong arguments are refused', () => {
  const model = new nn.ReLU();
  for (const wrong of [null, {}, nn.ReLU]) expect(() => summary(wrong as never, [1])).toThrow(ArgumentError);
  for (const wrong of [null, 3, [0], [1.5], ['1'], [[1], 2], [Number.NaN]])
    expect(() => summary(model, wrong as never)).toThrow(ArgumentError);
  for (const depth of [-1, 0.5, Number.NaN, null])
    expect(() => summary(model, [1], { depth: depth as number })).toThrow(ArgumentError);
});
