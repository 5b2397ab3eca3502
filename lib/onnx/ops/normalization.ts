/** Normalisation. */
import * as F from '../../functional/index.js';
import type { Tensor } from '../../tensor/tensor.js';
import { Unsupported } from '../node.js';
import { axisOf, inFloat32, type Operators, operator } from '../operator.js';

/** `(C)` for `(N, C, …)`. */
function perChannel(vector: Tensor, rank: number): Tensor {
  return vector.reshape([-1, ...new Array<number>(Math.max(0, rank - 2)).fill(1)]);
}

/** Normalises groups of channels, and scales each channel. A group of one value is its own mean. */
function groupNorm(x: Tensor, groups: number, weight: Tensor, bias: Tensor, eps: number): Tensor {
  const [n, c] = x.shape as [number, number];
  const each = { weight: weight.to('float32'), bias: bias.to('float32'), eps };
  if (x.numel() === n * groups) return F.add(F.mul(x, 0), perChannel(bias, x.ndim));
  return inFloat32(x, (floats) =>
    groups === c ? F.instanceNorm(floats, each) : F.groupNorm(floats, groups, each),
  );
}

/** Normalises the last dimensions. What scales and shifts them may have fewer elements than they. */
function layerNorm(x: Tensor, first: number, weight: Tensor, bias: Tensor | undefined, eps: number): Tensor {
  const shape = x.shape.slice(first);
  const whole = (parameter: Tensor) => F.expand(parameter.to('float32'), shape);
  const each = { weight: whole(weight), bias: bias === undefined ? null : whole(bias), eps };
  return inFloat32(x, (floats) => F.layerNorm(floats, shape, each));
}

/** Mean and inverse deviation over the last dimensions. */
function statistics(x: Tensor, first: number, eps: number): [mean: Tensor, inverse: Tensor] {
  const dims = x.shape.map((_, d) => d).slice(first);
  const [variance, mean] = F.varMean(x, dims, { correction: 0, keepdim: true });
  return [mean, F.rsqrt(F.add(variance, eps))];
}

/** Of an even number of channels ONNX has one more behind, PyTorch before. */
function localResponseNorm(x: Tensor, size: number, options: F.LocalResponseNormOptions): Tensor {
  if (size % 2 === 1) return F.localResponseNorm(x, size, options);
  return F.flip(F.localResponseNorm(F.flip(x, [1]), size, options), [1]);
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
    return (x, scale, bias) => groupNorm(x, x.shape[1] as number, scale, bias, eps);
  }),
  GroupNormalization: operator<[Tensor, Tensor, Tensor]>(3, (node) => {
    const eps = node.float('epsilon', 1e-5);
    const groups = node.int('num_groups');
    return (x, scale, bias) => {
      const channels = x.shape[1] as number;
      // Opset 18 has a scale for each group, later ones for each channel.
      const each = (vector: Tensor) =>
        vector.numel() === channels
          ? vector
          : F.expand(vector.reshape([groups, 1]), [groups, channels / groups]).reshape([channels]);
      return groupNorm(x, groups, each(scale), each(bias), eps);
    };
  }),
  LayerNormalization: operator<[Tensor, Tensor, Tensor | undefined]>(
    [2, 3],
    (node) => {
      const eps = node.float('epsilon', 1e-5);
      const axis = node.int('axis', -1);
      const hasStatistics = node.outputs.slice(1).some((name) => name !== '');
      return (x, scale, bias) => {
        const first = axisOf(axis, x.ndim);
        const normalized = layerNorm(x, first, scale, bias, eps);
        return hasStatistics ? [normalized, ...statistics(x, first, eps)] : normalized;
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
    const [alpha, beta, k] = [node.float('alpha', 1e-4), node.float('beta', 0.75), node.float('bias', 1)];
    return (x) => localResponseNorm(x, size, { alpha, beta, k });
  }),
};
