/** Normalisation. */
import * as F from '../../functional/index.js';
import type { Tensor } from '../../tensor/tensor.js';
import { Unsupported } from '../node.js';
import { axisOf, type Operators, operator } from '../operator.js';

/** `(C)` for `(N, C, …)`. */
function perChannel(vector: Tensor, rank: number): Tensor {
  return vector.reshape([-1, ...new Array<number>(Math.max(0, rank - 2)).fill(1)]);
}

/** Mean and inverse deviation over dimensions, and the normalised input. */
function standardize(x: Tensor, dims: readonly number[], eps: number): [Tensor, Tensor, Tensor] {
  const [variance, mean] = F.varMean(x, dims, { correction: 0, keepdim: true });
  const inverse = F.rsqrt(F.add(variance, eps));
  return [F.mul(F.sub(x, mean), inverse), mean, inverse];
}

function instanceNorm(x: Tensor, eps: number): Tensor {
  return standardize(x, x.shape.map((_, d) => d).slice(2), eps)[0];
}

/** The sum of squares over neighbouring channels. */
function localResponseNorm(x: Tensor, size: number, alpha: number, beta: number, bias: number): Tensor {
  const before = Math.floor((size - 1) / 2);
  const [n, c, ...rest] = x.shape as [number, number, ...number[]];
  const inner = rest.reduce((product, length) => product * length, 1);
  const squares = F.square(x).reshape([n, 1, c, inner]);
  const around = F.pad(squares, [0, 0, before, size - 1 - before]);
  const sums = F.avgPool2d(around, [size, 1], { stride: 1, divisorOverride: 1 });
  const scale = F.pow(F.add(F.mul(sums, alpha / size), bias), beta);
  return F.div(x, scale.reshape([...x.shape]));
}

export const normalization: Operators = {
  BatchNormalization: operator<[Tensor, Tensor, Tensor, Tensor, Tensor]>(5, (node) => {
    const eps = node.float('epsilon', 1e-5);
    const isOld = node.opset < 7 && !node.flag('is_test', false);
    if (isOld || node.flag('training_mode', false)) throw new Unsupported('in training mode');
    if (node.int('spatial', 1) === 0) throw new Unsupported('with statistics for each element');
    return (x, weight, bias, mean, variance) => F.batchNorm(x, mean, variance, { weight, bias, eps });
  }),
  InstanceNormalization: operator<[Tensor, Tensor, Tensor]>(3, (node) => {
    const eps = node.float('epsilon', 1e-5);
    return (x, scale, bias) =>
      F.add(F.mul(instanceNorm(x, eps), perChannel(scale, x.ndim)), perChannel(bias, x.ndim));
  }),
  GroupNormalization: operator<[Tensor, Tensor, Tensor]>(3, (node) => {
    const eps = node.float('epsilon', 1e-5);
    const groups = node.int('num_groups');
    return (x, scale, bias) => {
      const [n, c] = x.shape as [number, number];
      const normalized = instanceNorm(x.reshape([n, groups, -1]), eps).reshape([...x.shape]);
      // Opset 18 has a scale for each group, later ones for each channel.
      const each = (vector: Tensor) =>
        vector.numel() === c
          ? vector
          : vector
              .reshape([groups, 1])
              .expand([groups, c / groups])
              .reshape([c]);
      return F.add(F.mul(normalized, perChannel(each(scale), x.ndim)), perChannel(each(bias), x.ndim));
    };
  }),
  LayerNormalization: operator<[Tensor, Tensor, Tensor | undefined]>(
    [2, 3],
    (node) => {
      const eps = node.float('epsilon', 1e-5);
      const axis = node.int('axis', -1);
      return (x, scale, bias) => {
        const first = axisOf(axis, x.ndim);
        const [normalized, mean, inverse] = standardize(x, x.shape.map((_, d) => d).slice(first), eps);
        const scaled = F.mul(normalized, scale);
        return [bias === undefined ? scaled : F.add(scaled, bias), mean, inverse];
      };
    },
    3,
  ),
  MeanVarianceNormalization: operator<[Tensor]>(1, (node) => {
    const axes = node.ints('axes', [0, 2, 3]);
    return (x) => {
      const [variance, mean] = F.varMean(x, axes, { correction: 0, keepdim: true });
      return F.div(F.sub(x, mean), F.add(F.sqrt(variance), 1e-9));
    };
  }),
  LpNormalization: operator<[Tensor]>(1, (node) => {
    const axis = node.int('axis', -1);
    const p = node.int('p', 2);
    return (x) => F.div(x, F.vectorNorm(x, p, axisOf(axis, x.ndim), { keepdim: true }));
  }),
  LRN: operator<[Tensor]>(1, (node) => {
    const size = node.int('size');
    const [alpha, beta, bias] = [node.float('alpha', 1e-4), node.float('beta', 0.75), node.float('bias', 1)];
    return (x) => localResponseNorm(x, size, alpha, beta, bias);
  }),
};
