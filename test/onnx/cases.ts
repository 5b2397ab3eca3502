/** A small network for each op that can be saved as ONNX, and what is special about some. */
import { expect } from 'vitest';
import * as functional from '../../lib/functional/index.js';
import type { Structure } from '../../lib/graph/index.js';
import * as nn from '../../lib/nn/index.js';
import { manualSeed, randn } from '../../lib/random/index.js';
import { ones, tensor, zeros } from '../../lib/tensor/create.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { moduleOf } from '../graph/networks.js';

/** What a case computes, and the shapes of its inputs for a batch of one. */
export interface Case {
  readonly forward: (...inputs: Tensor[]) => Structure<Tensor>;
  readonly shapes: readonly (readonly number[])[];
}

const images = [[1, 4, 6, 7]];
const rows = [[1, 5]];
const pair = [
  [1, 4, 6],
  [1, 4, 6],
];

type Entry = [name: string, forward: Case['forward'], shapes?: Case['shapes']];

const on = (shapes: Case['shapes'], entries: Entry[]): [string, Case][] =>
  entries.map(([name, forward, own = shapes]) => [name, { forward, shapes: own }]);

const f = functional;

/** Tensors of fixed values that stand for parameters. */
function values(...shape: number[]): Tensor {
  manualSeed(100 + shape.length);
  return randn(shape);
}

/** A layer on its own, of which the parameters are those of the seed 0. */
function layer(make: () => { forward(x: Tensor): Tensor }): (x: Tensor) => Tensor {
  let made: { forward(x: Tensor): Tensor } | undefined;
  return (x) => {
    if (made === undefined) {
      manualSeed(0);
      made = make();
    }
    return made.forward(x);
  };
}

const unary = [
  'abs',
  'ceil',
  'cos',
  'exp',
  'exp2',
  'expm1',
  'floor',
  'neg',
  'reciprocal',
  'relu',
  'round',
] as const;
const unaryToo = ['sigmoid', 'sign', 'sin', 'tanh', 'trunc', 'square'] as const;
const ofPositive = ['log', 'log10', 'log2', 'log1p', 'rsqrt', 'sqrt'] as const;
const binary = ['add', 'sub', 'mul', 'div', 'maximum', 'minimum', 'remainder'] as const;
const activations = [
  'gelu',
  'hardshrink',
  'hardsigmoid',
  'hardswish',
  'logsigmoid',
  'mish',
  'selu',
  'silu',
  'softshrink',
  'softsign',
  'tanhshrink',
] as const;
const comparisons = ['eq', 'ne', 'ge', 'gt', 'le', 'lt'] as const;

export const cases: ReadonlyMap<string, Case> = new Map([
  ...on(pair, [
    ...[...unary, ...unaryToo].map((name): Entry => [name, (x) => f[name](x)]),
    ...ofPositive.map((name): Entry => [name, (x) => f[name](x.abs().add(0.25))]),
    ['expm1 and log1p near 0', (x) => [f.expm1(x.mul(1e-4)), f.log1p(x.mul(1e-4))]],
    ...['abs', 'ceil', 'floor', 'neg', 'round', 'sign', 'trunc'].map(
      (name): Entry => [`${name} of integers`, (x) => f[name as 'abs'](x.mul(3).to('int64'))],
    ),
    ...binary.map((name): Entry => [name, (x, y) => f[name](x, y)]),
    ...binary
      .slice(0, 3)
      .map((name): Entry => [`${name} of integers`, (x, y) => f[name](whole(x), whole(y))]),
    ['maximum of integers', (x, y) => f.maximum(whole(x), whole(y))],
    ['remainder of integers', (x, y) => [f.remainder(whole(x), -3), f.remainder(whole(y), 3)]],
    [
      'rounded division',
      (x, y) => [f.div(x, y, { roundingMode: 'floor' }), f.div(x, y, { roundingMode: 'trunc' })],
    ],
    ['rounded division by 0', (x) => f.div(x, zeros([1]), { roundingMode: 'floor' })],
    [
      'rounded division of integers',
      (x) => [f.div(whole(x), -3, { roundingMode: 'floor' }), f.div(whole(x), 3, { roundingMode: 'trunc' })],
    ],
    ['pow', (x, y) => [f.pow(x.abs(), y), f.pow(x, 3)]],
    ...comparisons.map((name): Entry => [name, (x, y) => [f[name](whole(x), whole(y)), f[name](x, 0)]]),
    ...activations.map((name): Entry => [name, (x) => f[name](x)]),
    ['elu, celu', (x) => [f.elu(x, { alpha: 0.5 }), f.celu(x, { alpha: 0.5 })]],
    ['gelu by tanh', (x) => f.gelu(x, { approximate: 'tanh' })],
    ['glu', (x) => f.glu(x)],
    [
      'hardtanh and relu6',
      (x) => [f.hardtanh(x, { minVal: -0.5, maxVal: 0.25 }), f.relu6(x.mul(6)), f.relu6(whole(x))],
    ],
    ['hardtanh with limits the wrong way round', (x) => f.hardtanh(x, { minVal: 1, maxVal: -1 })],
    ['leakyRelu', (x) => f.leakyRelu(x, { negativeSlope: 0.2 })],
    ['prelu', (x) => [f.prelu(x, values(4)), f.prelu(x, values(1)), f.prelu(x.select(2, 0), values(4))]],
    ['softplus', (x) => [f.softplus(x.mul(9), { beta: 2, threshold: 3 }), f.softplus(x.mul(40))]],
    ['threshold', (x) => f.threshold(x, 0.25, -2)],
    [
      'logic',
      (x, y) => [
        f.logicalAnd(x.gt(0), y),
        f.logicalOr(x.gt(0), whole(y)),
        f.logicalXor(x.gt(0), y.gt(0)),
        f.logicalNot(x),
      ],
    ],
    ['where', (x, y) => f.where(x.gt(y), x, y)],
    [
      'where of bool and of half types',
      (x, y) => [
        f.where(x.gt(y), x.gt(0), y.gt(0)),
        f.where(x.gt(y), x.to('float16'), y.to('float16')).to('float32'),
      ],
    ],
    ['maskedFill', (x, y) => x.maskedFill(y.gt(0), -1)],
    [
      'broadcasting',
      (x) =>
        x
          .add(tensor([[1], [2], [3], [4]]))
          .mul(0.5)
          .sub(1),
    ],
    ['casts', (x) => [x.to('float64'), x.mul(9).to('int32'), x.to('bool'), x.to('float16').to('float32')]],
  ]),
  ...on(images, [
    [
      'views',
      (x) => [x.flatten(1), x.permute(0, 2, 3, 1), x.unsqueeze(1), x.narrow(2, 1, 3), x.select(1, 2)],
    ],
    [
      'views of the batch',
      (x) => [x.view(x.size(0) * 2, -1), x.slice(0, 0, 1), x.select(0, x.size(0) - 1), x.flatten(0, 1)],
    ],
    ['slices of the batch', (x) => f.cat([x, x], 0).slice(0, x.size(0)).slice(3, 1, 6, 2)],
    [
      'reshapes of two dimensions of the batch',
      (x) => f.expand(x.select(1, 0), [x.size(0), ...x.size().slice(0, 1), 6, 7].slice(0, 4)),
      [[1, 1, 6, 7]],
    ],
    [
      'expand',
      (x) => [
        f.expand(x, [3, x.size(0), 4, 6, 7].slice()),
        f.expand(ones([1, 3]), [x.size(0), 3]).add(x.mean()),
      ],
    ],
    ['cat', (x) => f.cat([x, x.relu(), ones([x.size(0), 1, 6, 7])], 1)],
    ['cat of other dtypes', (x) => f.cat([x, x.gt(0)], 1)],
    ['stack and chunk', (x) => f.stack(f.chunk(x, 2, 1), 0)],
    ['flip and roll', (x) => [f.flip(x, [1, 3]), f.roll(x, 2, 3)]],
    ['repeat', (x) => f.repeat(x, [1, 2, 1, 1])],
    ['fill', (x) => f.cat([x.clone().fill_(2), x.clone().zero_()], 0)],
    [
      'writes in place',
      (x) => {
        const y = x.clone();
        y.select(1, 0).mul_(2);
        y.narrow(2, 0, 2).copy_(zeros([1]));
        return y;
      },
    ],
    [
      'pixelShuffle',
      (x) => [f.pixelShuffle(x, 2), f.pixelUnshuffle(x.narrow(3, 0, 6), 2), f.channelShuffle(x, 2)],
    ],
    ['pad', (x) => f.pad(x, [1, 2, 3, 0], { value: -1 })],
    ['pad that crops', (x) => f.pad(x, [-1, 2, 0, -2])],
    [
      'pad by reflection, replication, and around',
      (x) => [
        f.pad(x, [1, 2, 3, 0], { mode: 'reflect' }),
        f.pad(x, [1, 2, 3, 0], { mode: 'replicate' }),
        f.pad(x, [1, 2, 3, 0], { mode: 'circular' }),
      ],
    ],
    [
      'conv2d',
      (x) =>
        f.conv2d(x, values(6, 2, 3, 2), values(6), {
          stride: [1, 2],
          padding: [1, 0, 2, 1],
          dilation: [1, 2],
          groups: 2,
        }),
    ],
    ['conv2d without bias', (x) => f.conv2d(x, values(6, 4, 3, 3))],
    [
      'batchNorm',
      (x) =>
        f.batchNorm(x, values(4), values(4).abs(), { weight: values(4), bias: values(4).neg(), eps: 1e-3 }),
    ],
    ['batchNorm without weight', (x) => f.batchNorm(x, values(4), values(4).abs())],
    ['batchNorm of rows', (x) => f.batchNorm(x, values(5), values(5).abs(), { weight: values(5) }), rows],
    [
      'layerNorm',
      (x) => [
        f.layerNorm(x, [7], { weight: values(7), bias: values(7).neg(), eps: 1e-3 }),
        f.layerNorm(x, [6, 7], { weight: values(6, 7) }),
        f.layerNorm(x, [4, 6, 7], { bias: values(4, 6, 7) }),
        f.layerNorm(x, [7]),
      ],
    ],
    [
      'groupNorm',
      (x) => [
        f.groupNorm(x, 2, { weight: values(4), bias: values(4).neg(), eps: 1e-3 }),
        f.groupNorm(x, 1, { weight: values(4) }),
        f.groupNorm(x, 4, { bias: values(4) }),
        f.groupNorm(x, 2),
      ],
    ],
    ['groupNorm of rows', (x) => [f.groupNorm(x, 2), f.groupNorm(x, 1, { weight: values(6) })], [[1, 6]]],
    ['groupNorm of pixels', (x) => f.groupNorm(x, 1, { weight: values(4), bias: values(4) }), [[1, 4, 1, 1]]],
    [
      'instanceNorm',
      (x) => [f.instanceNorm(x, { weight: values(4), bias: values(4).neg() }), f.instanceNorm(x)],
    ],
    ['maxPool2d', (x) => f.maxPool2d(x, 3, { stride: 2, padding: [1, 1, 1, 1] })],
    ['maxPool2d in ceil mode', (x) => f.maxPool2d(x, 3, { stride: 2, ceilMode: true })],
    ['maxPool2d, dilated in ceil mode', (x) => f.maxPool2d(x, 2, { stride: 4, dilation: 3, ceilMode: true })],
    ['avgPool2d', (x) => f.avgPool2d(x, [3, 2], { stride: 2, padding: [1, 1] })],
    [
      'avgPool2d in ceil mode',
      (x) => [
        f.avgPool2d(x, 3, { stride: 2, ceilMode: true }),
        f.avgPool2d(x, 3, { stride: 2, padding: 1, ceilMode: true }),
        f.avgPool2d(x, 2, { stride: 2, padding: 1, ceilMode: true, countIncludePad: false }),
      ],
    ],
    [
      'avgPool2d without the padding',
      (x) => f.avgPool2d(x, 3, { stride: 2, padding: 1, countIncludePad: false }),
    ],
    ['avgPool2d with a divisor', (x) => f.avgPool2d(x, 3, { padding: 1, divisorOverride: 5 })],
    [
      'adaptiveAvgPool2d',
      (x) => [f.adaptiveAvgPool2d(x, 1), f.adaptiveAvgPool2d(x, [3, 7]), f.adaptiveAvgPool2d(x, [4, 3])],
    ],
    ['softmax', (x) => [f.softmax(x, 1), f.logSoftmax(x, -1)]],
    ['sums', (x) => [x.sum(), x.sum(1), x.sum([1, 3], { keepdim: true }), whole(x).sum(2)]],
    ['means', (x) => [x.mean(), x.mean(1), x.mean([2, 3], { keepdim: true })]],
    ['all and any', (x) => [f.all(x.gt(0), 1), f.any(x.gt(0), [1, 2])]],
    [
      'extrema',
      (x) => {
        const { values, indices } = f.max(x, 1);
        return [values, indices, { ...f.min(x, 2, { keepdim: true }) }, f.max(x)];
      },
    ],
    ['argmax', (x) => [f.argmax(x, 1), f.argmin(x, 3, { keepdim: true }), f.argmax(x)]],
    ['products and norms', (x) => [x.prod(3), x.norm(), f.logsumexp(x, 1), x.norm(1, 1)]],
    ['running sums', (x) => x.cumsum(2)],
    [
      'variance',
      (x) => [f.var(x, 1), f.std(x, [2, 3], { keepdim: true }), ...f.varMean(x, 3, { correction: 0 })],
    ],
  ]),
  ...on(images, [
    ['conv1d and conv3d', (x) => [conv1d(x.flatten(2)), conv3d(x.unsqueeze(1))]],
    [
      'convTranspose',
      (x) => [convTranspose1d(x.flatten(2)), convTranspose2d(x), convTranspose3d(x.unsqueeze(1))],
    ],
    ['maxPool1d', (x) => f.maxPool1d(x.flatten(2), 3, { stride: 2, padding: 1, ceilMode: true })],
    ['maxPool3d', (x) => f.maxPool3d(x.unsqueeze(1), 2)],
    ['maxPool with indices', (x) => [...f.maxPool2d(x, 2, { stride: 2, returnIndices: true })]],
    [
      'maxPool with indices, in ceil mode',
      (x) => [...f.maxPool2d(x, 3, { stride: 2, ceilMode: true, returnIndices: true })],
    ],
    ['maxPool1d with indices', (x) => [...f.maxPool1d(x.flatten(2), 2, { padding: 1, returnIndices: true })]],
    ['avgPool1d and avgPool3d', (x) => [f.avgPool1d(x.flatten(2), 3), f.avgPool3d(x.unsqueeze(1), 2)]],
    [
      'adaptive pools of other dimensions',
      (x) => [f.adaptiveAvgPool1d(x.flatten(2), 5), f.adaptiveAvgPool3d(x.unsqueeze(1), 2)],
    ],
    [
      'adaptiveMaxPool2d',
      (x) => [f.adaptiveMaxPool2d(x, [4, 3]), ...f.adaptiveMaxPool2d(x, [3, 7], { returnIndices: true })],
    ],
    ['lpPool2d', (x) => f.lpPool2d(x.abs(), 2, 2)],
    [
      'indexSelect and gather',
      (x) => [f.indexSelect(x, 1, tensor([3n, 0n])), f.takeAlongDim(x, tensor([[[[2n]], [[0n]]]]), 1)],
    ],
    ['index', (x) => f.index(x, null, tensor([3n, -1n]))],
    [
      'sort and topk',
      (x) => [
        ...Object.values(f.sort(x, 1)),
        ...Object.values(f.topk(x, 3, 3)),
        f.argsort(x, 2, { descending: true }),
      ],
    ],
    ['sort of the batch', (x) => f.sort(x, 0).values],
    ...(['nearest', 'nearest-exact', 'bilinear', 'bicubic', 'area'] as const).map(
      (mode): Entry => [`interpolate, ${mode}`, (x) => f.interpolate(x, { size: [11, 4], mode })],
    ),
    [
      'interpolate with aligned corners',
      (x) => f.interpolate(x, { scaleFactor: [1.5, 2], mode: 'bilinear', alignCorners: true }),
    ],
    [
      'interpolate with antialiasing',
      (x) => f.interpolate(x, { size: [3, 4], mode: 'bicubic', antialias: true }),
    ],
    [
      'interpolate of a sequence and a volume',
      (x) => [
        f.interpolate(x.flatten(2), { scaleFactor: 0.5, mode: 'linear' }),
        f.interpolate(x.unsqueeze(1), { scaleFactor: 2, mode: 'trilinear' }),
      ],
    ],
    ['tril', (x) => [x.tril(), x.triu(1)]],
  ]),
  ...on(rows, [
    ['linear', layer(() => new nn.Linear(5, 3))],
    ['linear without bias', layer(() => new nn.Linear(5, 3, { bias: false }))],
    ['linear of more dimensions', layer(() => new nn.Linear(5, 3)), [[1, 4, 5]]],
    ['matmul', (x) => [x.matmul(values(5, 3)), x.unsqueeze(1).matmul(x.unsqueeze(2))]],
    ['an input as output', (x) => [x, x, x.relu()]],
    ['a constant as output', (x) => ({ y: x.relu(), z: values(2).clone() })],
  ]),
]);

function conv1d(x: Tensor): Tensor {
  return f.conv1d(x, values(4, 2, 3), null, { groups: 2, padding: 1, stride: 2 });
}

function conv3d(x: Tensor): Tensor {
  return f.conv3d(x, values(2, 1, 2, 2, 2), values(2), { padding: [0, 1, 0], dilation: [1, 2, 1] });
}

function convTranspose1d(x: Tensor): Tensor {
  return f.convTranspose1d(x, values(4, 1, 3), values(2), { groups: 2, padding: 1, stride: 2 });
}

function convTranspose2d(x: Tensor): Tensor {
  return f.convTranspose2d(x, values(4, 3, 2, 3), null, {
    stride: [2, 3],
    outputPadding: [1, 2],
    dilation: [1, 2],
  });
}

function convTranspose3d(x: Tensor): Tensor {
  return f.convTranspose3d(x, values(1, 2, 2, 2, 2), values(2), { padding: [0, 1, 0] });
}

/** An integer tensor of some negative and some positive numbers. */
function whole(x: Tensor): Tensor {
  return x.mul(4).round().to('int64');
}

/** The module of a case. */
export function moduleOfCase({ forward }: Case): nn.Module {
  return moduleOf(forward);
}

/** What a trace of a case starts from. */
export function specsOf({ shapes }: Case): { shape: readonly number[]; dtype: 'float32' }[] {
  return shapes.map((shape) => ({ shape, dtype: 'float32' }));
}

/** Inputs of a case in a batch. */
export function inputsOf({ shapes }: Case, batch: number): Tensor[] {
  manualSeed(batch);
  return shapes.map((shape) => randn(shape.with(0, batch)));
}

/** The tensors of a result, in the order in which a graph has them. */
export function tensorsOf(result: unknown): Tensor[] {
  if (Array.isArray(result)) return result.flatMap(tensorsOf);
  const tensor = result as Tensor;
  return 'storage' in tensor ? [tensor] : Object.values(tensor).flatMap(tensorsOf);
}

/** Holds numbers, nested or not, to the project's error bound; what is not finite must be the same. */
export function expectClose(actual: unknown, expected: Tensor): void {
  const got = [actual].flat(Number.POSITIVE_INFINITY).map(Number);
  const wanted = [...expected.contiguous().data].map(Number);
  const bound = 1e-5 * Math.max(1e-30, ...wanted.map(Math.abs).filter(Number.isFinite));
  expect(got).toHaveLength(wanted.length);
  const differ = wanted.filter((value, i) => {
    return !Object.is(got[i], value) && !(Math.abs((got[i] as number) - value) <= bound);
  });
  expect(differ).toEqual([]);
}
