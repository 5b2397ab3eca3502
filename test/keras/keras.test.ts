import { describe, expect, test, vi } from 'vitest';
import { ArgumentError, ConvoltError, ShapeError } from '../../lib/errors.js';
import * as functional from '../../lib/functional/index.js';
import * as keras from '../../lib/keras/index.js';
import * as nn from '../../lib/nn/index.js';
import { tensor, zeros } from '../../lib/tensor/create.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { relativeError } from '../support/fixtures.js';

const { layers } = keras;

/** Numbers from -1 to 1. */
const random = (...shape: number[]): Tensor => nn.init.uniform_(zeros(shape), -1, 1);

const last = (x: Tensor): Tensor => x.permute(0, 2, 3, 1).contiguous();
const first = (x: Tensor): Tensor => x.permute(0, 3, 1, 2).contiguous();

describe("the lesson's Sequential", () => {
  const model = new keras.Sequential([
    keras.Input({ shape: [28, 28, 1] }),
    new layers.Conv2D(32, [3, 3], { activation: 'relu' }),
    new layers.MaxPooling2D([2, 2]),
    new layers.Conv2D(64, [3, 3], { activation: 'relu' }),
    new layers.MaxPooling2D([2, 2]),
  ]);
  model.add(new layers.Conv2D(64, [3, 3], { activation: 'relu' }));

  test('prints as Keras prints it', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const text = model.summary();
    expect(log.mock.calls).toEqual([[text]]);
    log.mockRestore();
    expect(text.split('\n')).toEqual([
      'Model: "sequential"',
      '┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓',
      '┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃',
      '┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩',
      '│ conv2d (Conv2D)                 │ (None, 26, 26, 32)     │           320 │',
      '├─────────────────────────────────┼────────────────────────┼───────────────┤',
      '│ max_pooling2d (MaxPooling2D)    │ (None, 13, 13, 32)     │             0 │',
      '├─────────────────────────────────┼────────────────────────┼───────────────┤',
      '│ conv2d_1 (Conv2D)               │ (None, 11, 11, 64)     │        18,496 │',
      '├─────────────────────────────────┼────────────────────────┼───────────────┤',
      '│ max_pooling2d_1 (MaxPooling2D)  │ (None, 5, 5, 64)       │             0 │',
      '├─────────────────────────────────┼────────────────────────┼───────────────┤',
      '│ conv2d_2 (Conv2D)               │ (None, 3, 3, 64)       │        36,928 │',
      '└─────────────────────────────────┴────────────────────────┴───────────────┘',
      ' Total params: 55,744 (217.75 KB)',
      ' Trainable params: 55,744 (217.75 KB)',
      ' Non-trainable params: 0 (0.00 B)',
    ]);
    expect(model.countParams()).toBe(55_744);
  });

  test('equals its nn twin', () => {
    const twin = new nn.Sequential(
      new nn.Conv2d(1, 32, 3),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Conv2d(32, 64, 3),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Conv2d(64, 64, 3),
      new nn.ReLU(),
    );
    model.setWeights(
      [...twin.parameters()].map((weight) => (weight.ndim === 4 ? weight.permute(2, 3, 1, 0) : weight)),
    );
    const x = random(2, 28, 28, 1);
    expect(relativeError(model.predict(x), last(twin.forward(first(x))))).toBeLessThan(1e-5);
  });
});

describe("the lesson's subclassed model", () => {
  class Net extends keras.Model {
    conv1 = new layers.Conv2D(32, 3, { padding: 'same', activation: 'relu' });
    pool1 = new layers.MaxPooling2D(2);
    conv2 = new layers.Conv2D(64, 3, { padding: 'same', activation: 'relu' });
    pool2 = new layers.MaxPooling2D(2);
    flatten = new layers.Flatten();
    dense = new layers.Dense(10);

    call(x: Tensor): Tensor {
      x = this.pool1.call(this.conv1.call(x));
      x = this.pool2.call(this.conv2.call(x));
      return this.dense.call(this.flatten.call(x));
    }
  }

  class Twin extends nn.Module {
    conv1 = new nn.Conv2d(1, 32, 3, { padding: 'same' });
    conv2 = new nn.Conv2d(32, 64, 3, { padding: 'same' });
    fc = new nn.Linear(7 * 7 * 64, 10);

    forward(x: Tensor): Tensor {
      x = functional.maxPool2d(functional.relu(this.conv1.forward(x)), 2);
      x = functional.maxPool2d(functional.relu(this.conv2.forward(x)), 2);
      // Keras flattens in channels-last order.
      return this.fc.forward(x.permute(0, 2, 3, 1).flatten(1));
    }
  }

  test('is built by its first call, and equals its nn twin', () => {
    const model = new Net();
    expect(model.name).toBe('net');
    expect(model.built).toBe(false);
    expect(() => model.getWeights()).toThrow(expect.objectContaining({ code: 'CONVOLT_NOT_BUILT' }));
    expect(model.summary({ print: false })).toContain('│ ?                      │   0 (unbuilt) │');
    const x = random(3, 28, 28, 1);
    expect(model.call(x).shape).toEqual([3, 10]);
    expect(model.built).toBe(true);
    const twin = new Twin();
    const dims = new Map([
      [4, [2, 3, 1, 0]],
      [2, [1, 0]],
      [1, [0]],
    ]);
    model.setWeights(
      [...twin.parameters()].map((weight) => weight.permute(dims.get(weight.ndim) as number[])),
    );
    expect(relativeError(model.predict(x), twin.forward(first(x)))).toBeLessThan(1e-5);
  });

  test('build takes a shape', () => {
    const model = new Net();
    model.build([null, 28, 28, 1]);
    expect(model.countParams()).toBe(320 + 18_496 + 31_370);
    expect(model.conv2.outputShape).toEqual([null, 14, 14, 64]);
    expect(() => model.build([null, null, 28, 1])).toThrow(ArgumentError);
    expect(() => model.build(28 as never)).toThrow(ArgumentError);
  });

  test('errors name the layer', () => {
    const model = new Net();
    expect(() => model.call(zeros([28, 28, 1]))).toThrow(
      /^conv1 \(Conv2D\): Conv2D: input must be \(N, H, W, C\)/,
    );
    model.build([null, 28, 28, 1]);
    expect(() => model.predict(zeros([1, 28, 28, 3]))).toThrow(/1 channels in its last dimension/);
    expect(() => model.predict(null as never)).toThrow(ArgumentError);
  });
});

describe('padding', () => {
  test.each([
    [28, 3, 1],
    [28, 3, 2],
    [27, 3, 2],
    [10, 4, 1],
    [10, 2, 3],
    [7, 5, 4],
    [5, 1, 2],
  ])(
    "'same' of size %i, kernel %i, stride %i: ceil(size / stride), the odd one at the end",
    (size, kernel, stride) => {
      const output = Math.ceil(size / stride);
      const total = Math.max((output - 1) * stride + kernel - size, 0);
      const [before, after] = [Math.floor(total / 2), Math.ceil(total / 2)];
      const x = random(1, size, size + 1, 2);
      const width = Math.ceil((size + 1) / stride);

      const conv = new layers.Conv2D(3, kernel, { strides: stride, padding: 'same' });
      const y = conv.call(x);
      expect(y.shape).toEqual([1, output, width, 3]);
      const padded = functional.pad(first(x).slice(3, 0, size), [before, after, before, after]);
      const expected = functional.conv2d(padded, conv.kernel as Tensor, null, { stride });
      const square = conv.call(x.slice(2, 0, size)).contiguous();
      expect(relativeError(square, last(expected))).toBeLessThan(1e-5);

      const pool = new layers.MaxPooling2D(kernel, { strides: stride, padding: 'same' });
      const infinite = functional.pad(first(x).slice(3, 0, size), [before, after, before, after], {
        value: Number.NEGATIVE_INFINITY,
      });
      const pooled = pool.call(x.slice(2, 0, size)).contiguous();
      expect(relativeError(pooled, last(functional.maxPool2d(infinite, kernel, { stride })))).toBe(0);
    },
  );

  test('AveragePooling2D leaves the padding out of the average', () => {
    const x = tensor([1, 2, 3], { shape: [1, 1, 3, 1] });
    const pool = new layers.AveragePooling2D([1, 2], { strides: 1, padding: 'same' });
    expect(pool.call(x).flatten().toArray()).toEqual([1.5, 2.5, 3]);
    expect(new layers.AveragePooling2D([1, 2]).call(x).flatten().toArray()).toEqual([1.5]);
  });
});

test('activations: softmax is along the channels', () => {
  const x = random(2, 3, 4, 5);
  const conv = new layers.Conv2D(6, 1, { activation: 'softmax' });
  const sums = functional.conv2d(first(conv.call(x)), zeros([1, 6, 1, 1]).fill_(1)).contiguous();
  expect(relativeError(sums, zeros([2, 1, 3, 4]).fill_(1))).toBeLessThan(1e-5);
  const activated = (name: keras.ActivationName): unknown =>
    new layers.Activation(name).call(tensor([[-1, 0, 1]])).toArray();
  expect(activated('relu')).toEqual([[0, 0, 1]]);
  expect(activated('linear')).toEqual([[-1, 0, 1]]);
  const close = (numbers: number[]) => [numbers.map((value) => expect.closeTo(value, 5))];
  expect(activated('tanh')).toEqual(close([-0.761594, 0, 0.761594]));
  expect(activated('sigmoid')).toEqual(close([0.268941, 0.5, 0.731059]));
  expect(activated('softmax')).toEqual(close([0.090031, 0.244728, 0.665241]));
});

describe('weights', () => {
  test('have the shapes of Keras, and setWeights undoes getWeights', () => {
    const make = () =>
      new keras.Sequential([
        new layers.Conv2D(4, [2, 3], { inputShape: [5, 6, 3] }),
        new layers.Flatten(),
        new layers.Dense(7, { useBias: false }),
      ]);
    const model = make();
    const weights = model.getWeights();
    expect(weights.map(({ shape }) => shape)).toEqual([[2, 3, 3, 4], [4], [64, 7]]);
    const other = make();
    other.setWeights(weights);
    const x = random(1, 5, 6, 3);
    expect(other.predict(x).toArray()).toEqual(model.predict(x).toArray());
    weights[0]?.fill_(0);
    expect(model.getWeights()[0]?.toArray()).not.toEqual(weights[0]?.toArray());
  });

  test('that do not fit are refused, and none is copied', () => {
    const dense = new layers.Dense(2);
    expect(() => dense.getWeights()).toThrow(ConvoltError);
    expect(() => dense.build([3, null])).toThrow(ArgumentError);
    dense.build([null, 3]);
    expect(() => dense.setWeights([zeros([3, 2]).fill_(9)])).toThrow(ShapeError);
    expect(() => dense.setWeights([zeros([3, 2]).fill_(9), zeros([3])])).toThrow(
      /weights\[1\] must have shape \[2\]/,
    );
    expect(() => dense.setWeights([zeros([3, 2]), null as never])).toThrow(ArgumentError);
    expect(() => dense.setWeights(null as never)).toThrow(ArgumentError);
    expect(dense.getWeights()[0]?.toArray()).not.toContainEqual([9, 9]);
  });
});

test('names are numbered by class, or given', () => {
  class MyDropout extends layers.Dropout {}
  expect([new MyDropout(0.5).name, new MyDropout(0.5).name]).toEqual(['my_dropout', 'my_dropout_1']);
  expect(new layers.Flatten({ name: 'flat' }).name).toBe('flat');
  expect(String(new layers.Flatten({ name: 'flat' }))).toBe('<Flatten name=flat, built=False>');
  const model = new keras.Sequential([new layers.Flatten({ name: 'flat' })], { name: 'net' });
  expect(model.name).toBe('net');
  expect(() => model.add(new layers.Flatten({ name: 'flat' }))).toThrow(ArgumentError);
});

test('long names go on in the next line of the table', () => {
  const model = new keras.Sequential([new layers.AveragePooling2D(2, { name: 'average_pooling2d_100' })]);
  expect(model.summary({ print: false }).split('\n').slice(4, 6)).toEqual([
    '│ average_pooling2d_100           │ ?                      │   0 (unbuilt) │',
    '│ (AveragePooling2D)              │                        │               │',
  ]);
});

test('Dropout passes its input on', () => {
  const x = zeros([1, 2]);
  expect(new layers.Dropout(0.5).call(x)).toBe(x);
});

test('layers refuse what is not a Tensor, before and after they are built', () => {
  for (const layer of [
    new layers.Conv2D(1, 1),
    new layers.MaxPooling2D(),
    new layers.AveragePooling2D(),
    new layers.Flatten(),
    new layers.Dense(1),
    new layers.Dropout(0.5),
    new layers.Activation('linear'),
  ]) {
    expect(() => layer.call(null as never)).toThrow(ArgumentError);
    layer.call(zeros([1, 2, 2, 1]));
    expect(() => layer.call([[1]] as never)).toThrow(ArgumentError);
  }
});

test('a model can be a layer of another', () => {
  const inner = new keras.Sequential([new layers.Dense(2)]);
  const outer = new keras.Sequential([keras.Input({ shape: [3] }), inner, new layers.Dense(1)]);
  expect(outer.countParams()).toBe(3 * 2 + 2 + 2 + 1);
  expect(outer.getWeights()).toHaveLength(4);
});

test.each<[string, () => unknown]>([
  ['filters', () => new layers.Conv2D(0, 3)],
  ['kernelSize', () => new layers.Conv2D(1, Number.NaN)],
  ['strides', () => new layers.Conv2D(1, 3, { strides: 0 })],
  ['padding', () => new layers.Conv2D(1, 3, { padding: 1 as never })],
  ['activation', () => new layers.Conv2D(1, 3, { activation: 'gelu' as never })],
  ['an unknown option', () => new layers.Conv2D(1, 3, { kernelSize: 3 } as never)],
  ['options', () => new layers.Conv2D(1, 3, null as never)],
  ['inputShape', () => new layers.Conv2D(1, 3, { inputShape: [28, 0, 1] })],
  ['name', () => new layers.Flatten({ name: '' })],
  ['poolSize', () => new layers.MaxPooling2D(0)],
  ['padding', () => new layers.AveragePooling2D(2, { padding: 'full' as never })],
  ['units', () => new layers.Dense(1.5)],
  ['rate', () => new layers.Dropout(2)],
  ['activation', () => new layers.Activation(undefined as never)],
  ['shape', () => keras.Input({ shape: [null] as never })],
  ['layers', () => new keras.Sequential(new layers.Flatten() as never)],
  ['layer', () => new keras.Sequential().add(new nn.ReLU() as never)],
  ['Input', () => new keras.Sequential([new layers.Flatten(), keras.Input({ shape: [1] })])],
])('a wrong %s is refused', (_what, make) => {
  expect(make).toThrow(ArgumentError);
});
