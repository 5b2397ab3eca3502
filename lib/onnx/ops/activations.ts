/** Activation functions and softmax. */
import * as F from '../../functional/index.js';
import { arange } from '../../tensor/sequences.js';
import type { Tensor } from '../../tensor/tensor.js';
import { axisOf, inFloat32, type Operator, type Operators, operator, plain } from '../operator.js';

/** Until opset 8 the slope has the shape of the input without its batch; since then it broadcasts. */
function prelu(x: Tensor, slope: Tensor): Tensor {
  const [channels, ...rest] = slope.shape.slice(slope.ndim === x.ndim ? 1 : 0);
  const isPerChannel = x.ndim > 1 && channels === x.shape[1] && rest.every((size) => size === 1);
  const isOld = slope.ndim === 1 && x.ndim > 2 && channels !== x.shape.at(-1);
  const isAligned = slope.ndim >= x.ndim - 1 && (slope.ndim < x.ndim || slope.shape[0] === 1);
  if (slope.numel() === 1 || (isPerChannel && (isOld || isAligned)))
    return F.prelu(x, slope.reshape([slope.numel()]));
  return F.add(F.clampMin(x, 0), F.mul(F.clampMax(x, 0), slope));
}

/** By the Gaussian error linear unit, which is `x * (1 + erf(x / sqrt(2))) / 2`. Beyond 6 it is 1 in float32. */
function erf(x: Tensor): Tensor {
  const scaled = F.mul(F.clamp(x, { min: -6, max: 6 }), Math.SQRT2);
  const values = F.sub(F.div(F.mul(F.gelu(scaled), 2), scaled), 1);
  return F.where(F.eq(scaled, 0), x, values);
}

/** What an attribute that is left out stands for. */
const SELU = { alpha: 1.6732632, gamma: 1.050701 };

/** Until opset 12 an image or a batch of them is a matrix first, cut at `axis`. */
function softmaxLike(compute: (x: Tensor, dim: number) => Tensor): Operator {
  return operator<[Tensor]>(1, (node) => {
    const cuts = node.opset < 13;
    const axis = node.int('axis', cuts ? 1 : -1);
    return (x) => {
      const dim = axisOf(axis, x.ndim);
      if (!cuts || dim === x.ndim - 1) return inFloat32(x, (floats) => compute(floats, dim));
      const rows = x.shape.slice(0, dim).reduce((product, size) => product * size, 1);
      const columns = x.shape.slice(dim).reduce((product, size) => product * size, 1);
      return inFloat32(x, (floats) => compute(floats.reshape([rows, columns]), 1).reshape([...x.shape]));
    };
  });
}

/** 1 for the first of the largest elements of each line, 0 for the others. */
function hardmax(x: Tensor, dim: number): Tensor {
  const classes = arange(x.shape[dim] as number).reshape(x.shape.map((_, d) => (d === dim ? -1 : 1)));
  return F.eq(F.argmax(x, dim, { keepdim: true }), classes).to('float32');
}

export const activations: Operators = {
  Relu: plain<[Tensor]>(1, (x) => F.relu(x)),
  Sigmoid: plain<[Tensor]>(1, F.sigmoid),
  Tanh: plain<[Tensor]>(1, F.tanh),
  LeakyRelu: operator<[Tensor]>(1, (node) => {
    const negativeSlope = node.float('alpha', 0.01);
    return (x) => F.leakyRelu(x, { negativeSlope });
  }),
  PRelu: plain<[Tensor, Tensor]>(2, prelu),
  Elu: operator<[Tensor]>(1, (node) => {
    const alpha = node.float('alpha', 1);
    return (x) => F.elu(x, { alpha });
  }),
  Celu: operator<[Tensor]>(1, (node) => {
    const alpha = node.float('alpha', 1);
    return (x) => F.celu(x, { alpha });
  }),
  Selu: operator<[Tensor]>(1, (node) => {
    if (!node.has('alpha') && !node.has('gamma')) return (x) => F.selu(x);
    const [alpha, gamma] = [node.float('alpha', SELU.alpha), node.float('gamma', SELU.gamma)];
    return (x) => F.mul(F.elu(x, { alpha }), gamma);
  }),
  Erf: plain<[Tensor]>(1, (x) => inFloat32(x, erf)),
  Gelu: operator<[Tensor]>(1, (node) => {
    const approximate = node.choice('approximate', ['none', 'tanh'], 'none');
    return (x) => F.gelu(x, { approximate });
  }),
  Mish: plain<[Tensor]>(1, (x) => F.mish(x)),
  HardSwish: plain<[Tensor]>(1, (x) => F.hardswish(x)),
  HardSigmoid: operator<[Tensor]>(1, (node) => {
    const [alpha, beta] = [node.float('alpha', 0.2), node.float('beta', 0.5)];
    // The file has float32's sixth.
    if (Math.fround(alpha) === Math.fround(1 / 6) && beta === 0.5) return (x) => F.hardsigmoid(x);
    return (x) => F.clamp(F.add(F.mul(x, alpha), beta), { min: 0, max: 1 });
  }),
  Softplus: plain<[Tensor]>(1, (x) => F.softplus(x)),
  Softsign: plain<[Tensor]>(1, (x) => F.softsign(x)),
  ThresholdedRelu: operator<[Tensor]>(1, (node) => {
    const alpha = node.float('alpha', 1);
    return (x) => F.where(F.gt(x, alpha), x, 0);
  }),
  Shrink: operator<[Tensor]>(1, (node) => {
    const [lambd, bias] = [node.float('lambd', 0.5), node.float('bias', 0)];
    return (x) => F.where(F.gt(x, lambd), F.sub(x, bias), F.where(F.lt(x, -lambd), F.add(x, bias), 0));
  }),
  Hardmax: softmaxLike(hardmax),
  Softmax: softmaxLike(F.softmax),
  LogSoftmax: softmaxLike(F.logSoftmax),
};
