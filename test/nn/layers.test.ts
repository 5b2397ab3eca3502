import { describe, expect, test } from 'vitest';
import { ArgumentError, DTypeError, ShapeError } from '../../lib/errors.js';
import * as nn from '../../lib/nn/index.js';
import { tensor, zeros } from '../../lib/tensor/create.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

/** The module that an expression of a fixture makes. */
function build(expression: string): nn.Module {
  return new Function('nn', `return ${expression}`)(nn);
}

interface Case {
  expression: string;
  state: Record<string, RecordedTensor>;
  input: RecordedTensor;
  output: RecordedTensor;
}

describe('layers equal PyTorch, parameters and their keys included', () => {
  test.each(readFixture<Case[]>('nn_layers'))('$expression', ({ expression, state, input, output }) => {
    const layer = build(expression).eval();
    expect([...layer.stateDict().keys()]).toEqual(Object.keys(state));
    layer.loadStateDict(
      Object.fromEntries(Object.entries(state).map(([key, value]) => [key, toTensor(value)])),
    );
    expect(relativeError(layer.forward(toTensor(input)).contiguous(), toTensor(output))).toBeLessThan(1e-5);
  });
});

describe('layers print as in PyTorch', () => {
  test.each(Object.entries(readFixture<Record<string, string>>('nn_repr')))('%s', (expression, text) => {
    expect(String(build(expression))).toBe(text);
  });
});

describe('parameters start as in PyTorch', () => {
  const range = ({ data }: Tensor): [number, number] => {
    const numbers = Array.from(data as Float32Array);
    return [Math.min(...numbers), Math.max(...numbers)];
  };

  test('Conv2d and Linear: evenly within 1 / sqrt(fan in)', () => {
    const conv = new nn.Conv2d(8, 64, 3, { groups: 2 });
    const linear = new nn.Linear(36, 500);
    for (const parameter of [conv.weight, linear.weight, linear.bias as nn.Parameter]) {
      const [least, most] = range(parameter);
      expect(least).toBeGreaterThanOrEqual(-1 / 6);
      expect(least).toBeLessThan(-0.9 / 6);
      expect(most).toBeLessThanOrEqual(1 / 6);
      expect(most).toBeGreaterThan(0.9 / 6);
    }
  });

  test('BatchNorm2d: 1 and 0', () => {
    const norm = new nn.BatchNorm2d(2);
    expect(norm.stateDict().get('weight')?.toArray()).toEqual([1, 1]);
    expect(norm.stateDict().get('running_var')?.toArray()).toEqual([1, 1]);
    expect(norm.stateDict().get('num_batches_tracked')?.dtype).toBe('int64');
  });
});

test('ReLU in place changes its input and returns it', () => {
  const x = tensor([-1, 2]);
  expect(new nn.ReLU({ inplace: true }).forward(x)).toBe(x);
  expect(x.toArray()).toEqual([0, 2]);
  const y = tensor([-1, 2]);
  new nn.ReLU().forward(y);
  expect(y.toArray()).toEqual([-1, 2]);
});

describe('wrong input is refused, naming the layer', () => {
  const bad: [string, nn.Module, unknown, new (...args: never[]) => Error][] = [
    ['channels', new nn.Conv2d(3, 4, 3), zeros([1, 2, 5, 5]), ShapeError],
    ['rank', new nn.Conv2d(3, 4, 3), zeros([3, 5]), ShapeError],
    ['a kernel too large', new nn.Conv2d(3, 4, 3), zeros([1, 3, 2, 2]), ShapeError],
    [
      'a reflection too large',
      new nn.Conv2d(3, 4, 3, { padding: 2, paddingMode: 'reflect' }),
      zeros([3, 2, 2]),
      ShapeError,
    ],
    ['a window too large', new nn.MaxPool2d(3), zeros([1, 1, 2, 2]), ShapeError],
    ['rank', new nn.AvgPool2d(2), zeros([4]), ShapeError],
    ['rank', new nn.AdaptiveAvgPool2d(1), zeros([4, 4]), ShapeError],
    ['features', new nn.Linear(3, 2), zeros([1, 4]), ShapeError],
    ['rank', new nn.BatchNorm2d(2).eval(), zeros([1, 2, 3]), ShapeError],
    ['channels', new nn.BatchNorm2d(2).eval(), zeros([1, 3, 3, 3]), ShapeError],
    ['dimension', new nn.Softmax(2), zeros([1, 2]), ArgumentError],
    ['dtype', new nn.ReLU(), zeros([1], { dtype: 'bool' }), DTypeError],
    ['dtype', new nn.Conv2d(1, 1, 1), zeros([1, 1, 1], { dtype: 'uint8' }), DTypeError],
    ...[
      new nn.Conv2d(1, 1, 1),
      new nn.MaxPool2d(1),
      new nn.AvgPool2d(1),
      new nn.AdaptiveAvgPool2d(1),
      new nn.Linear(1, 1),
      new nn.BatchNorm2d(1).eval(),
      new nn.ReLU(),
      new nn.Softmax(0),
      new nn.LogSoftmax(0),
      new nn.Dropout().eval(),
      new nn.Flatten(),
    ].map((layer): [string, nn.Module, null, typeof ArgumentError] => ['null', layer, null, ArgumentError]),
  ];

  test.each(bad)('%s: %s', (_what, layer, input, error) => {
    expect(() => layer.forward(input)).toThrow(error);
    expect(() => layer.forward(input)).toThrow(expect.objectContaining({ layer: layer.constructor.name }));
  });
});

test.each([
  'new nn.Conv2d(0, 1, 1)',
  'new nn.Conv2d(1, -1, 1)',
  'new nn.Conv2d(1, 1.5, 1)',
  'new nn.Conv2d(1, 1, NaN)',
  'new nn.Conv2d(1, 1, [1, 1, 1])',
  "new nn.Conv2d('1', 1, 1)",
  'new nn.Conv2d(1, 1)',
  'new nn.Conv2d(3, 4, 1, { groups: 2 })',
  'new nn.Conv2d(4, 3, 1, { groups: 2 })',
  'new nn.Conv2d(4, 3, 1, { groups: 0 })',
  'new nn.Conv2d(1, 1, 3, { stride: 0 })',
  'new nn.Conv2d(1, 1, 3, { dilation: 0 })',
  'new nn.Conv2d(1, 1, 3, { padding: -1 })',
  "new nn.Conv2d(1, 1, 3, { padding: 'full' })",
  "new nn.Conv2d(1, 1, 3, { padding: 'same', stride: 2 })",
  'new nn.Conv2d(1, 1, 3, { padding: [1, 1, 1, 1] })',
  "new nn.Conv2d(1, 1, 3, { paddingMode: 'mirror' })",
  'new nn.Conv2d(1, 1, 3, { bias: 1 })',
  'new nn.Conv2d(1, 1, 3, { strides: 1 })',
  'new nn.Conv2d(1, 1, 3, 2)',
  'new nn.Conv2d(1, 1, 3, null)',
  'new nn.MaxPool2d()',
  'new nn.MaxPool2d(0)',
  'new nn.MaxPool2d(2, 2)',
  'new nn.MaxPool2d(2, { stride: 0 })',
  "new nn.MaxPool2d(2, { padding: 'same' })",
  'new nn.MaxPool2d(2, { ceilMode: 1 })',
  'new nn.AvgPool2d(2, { divisorOverride: 0 })',
  'new nn.AvgPool2d(2, { dilation: 1 })',
  'new nn.AdaptiveAvgPool2d()',
  'new nn.AdaptiveAvgPool2d(0)',
  'new nn.AdaptiveAvgPool2d([1])',
  'new nn.Linear(0, 1)',
  'new nn.Linear(1, NaN)',
  'new nn.Linear(1, 1, false)',
  'new nn.BatchNorm2d(0)',
  'new nn.BatchNorm2d(1, { eps: NaN })',
  'new nn.BatchNorm2d(1, { eps: -1 })',
  "new nn.BatchNorm2d(1, { momentum: '1' })",
  'new nn.ReLU(true)',
  'new nn.Softmax()',
  'new nn.LogSoftmax(0.5)',
  'new nn.Dropout(1.1)',
  'new nn.Dropout(NaN)',
  'new nn.Flatten(null)',
  'nn.init.uniform_(null)',
])('%s is refused', (expression) => {
  expect(() => build(expression)).toThrow(ArgumentError);
});
