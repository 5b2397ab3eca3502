/** Activation functions and softmax. */
import * as F from '../../functional/index.js';
import type { Tensor } from '../../tensor/tensor.js';
import { axisOf, inFloat32, type Operator, type Operators, operator, plain } from '../operator.js';

/** Until opset 8 the slope has the shape of the input without its batch; since then it broadcasts. */
function prelu(x: Tensor, slope: Tensor): Tensor {
  const [channels] = slope.shape;
  const isOld = slope.ndim === 1 && x.ndim > 2 && channels === x.shape[1] && channels !== x.shape.at(-1);
  const factor = isOld ? slope.reshape([-1, ...x.shape.slice(2).map(() => 1)]) : slope;
  return F.add(F.clampMin(x, 0), F.mul(F.clampMax(x, 0), factor));
}

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

export const activations: Operators = {
  Relu: plain<[Tensor]>(1, (x) => F.relu(x)),
  Sigmoid: plain<[Tensor]>(1, F.sigmoid),
  Tanh: plain<[Tensor]>(1, F.tanh),
  LeakyRelu: operator<[Tensor]>(1, (node) => {
    const negativeSlope = node.float('alpha', 0.01);
    return (x) => F.add(F.clampMin(x, 0), F.mul(F.clampMax(x, 0), negativeSlope));
  }),
  PRelu: plain<[Tensor, Tensor]>(2, prelu),
  HardSigmoid: operator<[Tensor]>(1, (node) => {
    const [alpha, beta] = [node.float('alpha', 0.2), node.float('beta', 0.5)];
    return (x) => F.clamp(F.add(F.mul(x, alpha), beta), { min: 0, max: 1 });
  }),
  ThresholdedRelu: operator<[Tensor]>(1, (node) => {
    const alpha = node.float('alpha', 1);
    return (x) => F.where(F.gt(x, alpha), x, 0);
  }),
  Shrink: operator<[Tensor]>(1, (node) => {
    const [lambd, bias] = [node.float('lambd', 0.5), node.float('bias', 0)];
    return (x) => F.where(F.gt(x, lambd), F.sub(x, bias), F.where(F.lt(x, -lambd), F.add(x, bias), 0));
  }),
  Softmax: softmaxLike(F.softmax),
  LogSoftmax: softmaxLike(F.logSoftmax),
};
