import { expect, test } from 'vitest';
import { ArgumentError, ShapeError } from '../../lib/errors.js';
import * as nn from '../../lib/nn/index.js';
import { zeros } from '../../lib/tensor/create.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

type State = Record<string, RecordedTensor>;

const fixture = readFixture<{
  inputs: State;
  cases: {
    expression: string;
    text: string;
    input: string;
    before: State;
    after: State;
    outputs: RecordedTensor[];
  }[];
}>('nn_norms');

function build(expression: string): nn.Module {
  return new Function('nn', `return ${expression}`)(nn);
}

test.each(fixture.cases)(
  '$expression: two batches of training and one of inference equal PyTorch',
  (given) => {
    const layer = build(given.expression);
    expect(String(layer)).toBe(given.text);
    expect([...layer.stateDict().keys()]).toEqual(Object.keys(given.before));
    layer.loadStateDict(
      Object.fromEntries(Object.entries(given.before).map(([key, value]) => [key, toTensor(value)])),
    );
    const x = toTensor(fixture.inputs[given.input] as RecordedTensor);
    const outputs: Tensor[] = [layer.forward(x), layer.forward(x.mul(0.5).add(1))];
    for (const [key, value] of layer.stateDict())
      expect(relativeError(value, toTensor(given.after[key] as RecordedTensor))).toBeLessThan(1e-6);
    outputs.push(layer.eval().forward(x));
    outputs.forEach((output, i) => {
      expect(relativeError(output.contiguous(), toTensor(given.outputs[i] as RecordedTensor))).toBeLessThan(
        5e-6,
      );
    });
  },
);

test.each([
  ['new nn.BatchNorm1d(4)', [2, 4, 3, 3]],
  ['new nn.BatchNorm1d(4)', [1, 4]],
  ['new nn.BatchNorm2d(4)', [4, 3, 3]],
  ['new nn.BatchNorm2d(4)', [2, 3, 3, 3]],
  ['new nn.BatchNorm2d(4)', [1, 4, 1, 1]],
  ['new nn.BatchNorm3d(4)', [2, 4, 3, 3]],
  ['new nn.GroupNorm(2, 4)', [2, 6, 3]],
  ['new nn.InstanceNorm1d(4)', [4]],
  ['new nn.InstanceNorm2d(4)', [2, 4, 1, 1]],
  ['new nn.InstanceNorm2d(5, { affine: true })', [2, 4, 3, 3]],
  ['new nn.InstanceNorm3d(4)', [4, 3, 3]],
  ['new nn.LayerNorm(4)', [2, 3]],
  ['new nn.LocalResponseNorm(2)', [2, 3]],
])('%s refuses an input of shape %s, naming the layer', (expression, shape) => {
  const layer = build(expression);
  expect(() => layer.forward(zeros(shape))).toThrow(ShapeError);
  expect(() => layer.forward(zeros(shape))).toThrow(
    expect.objectContaining({ layer: layer.constructor.name }),
  );
});

test.each([
  'new nn.BatchNorm1d(0)',
  'new nn.BatchNorm3d(1, { eps: -1 })',
  'new nn.GroupNorm(3, 4)',
  'new nn.GroupNorm(2)',
  'new nn.GroupNorm(2, 4, { affine: 1 })',
  'new nn.InstanceNorm1d(4, { momentum: null })',
  'new nn.InstanceNorm2d(4, true)',
  'new nn.LayerNorm()',
  'new nn.LayerNorm([])',
  'new nn.LayerNorm(4, { affine: false })',
  'new nn.LocalResponseNorm(0)',
  "new nn.LocalResponseNorm(2, { k: '1' })",
])('%s is refused', (expression) => {
  expect(() => build(expression)).toThrow(ArgumentError);
});
