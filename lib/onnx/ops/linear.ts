/** Products of matrices. */
import * as F from '../../functional/index.js';
import type { Tensor } from '../../tensor/tensor.js';
import { inFloat32, type Operators, operator } from '../operator.js';

export const linear: Operators = {
  Einsum: operator<Tensor[]>([1, Number.POSITIVE_INFINITY], (node) => {
    const equation = node.string('equation');
    return (...operands) => {
      const product = F.einsum(equation, ...operands.map((operand) => operand.to('float32')));
      return product.to((operands[0] as Tensor).dtype);
    };
  }),
  Gemm: operator<[Tensor, Tensor, Tensor | undefined]>([2, 3], (node) => {
    const [alpha, beta] = [node.float('alpha', 1), node.float('beta', 1)];
    const [transA, transB] = [node.flag('transA', false), node.flag('transB', false)];
    return (a, b, c) => {
      const rows = transA ? F.t(a) : a;
      const isLinear = transB && alpha === 1 && beta === 1 && a.dtype === 'float32';
      if (isLinear && (c === undefined || (c.ndim === 1 && c.numel() === b.shape[0])))
        return F.linear(rows, b, c ?? null);
      const product = inFloat32(rows, (floats) => F.matmul(floats, (transB ? F.t(b) : b).to('float32')));
      const scaled = alpha === 1 ? product : F.mul(product, alpha);
      if (c === undefined || beta === 0) return scaled;
      return F.add(scaled, beta === 1 ? c : F.mul(c, beta));
    };
  }),
  MatMul: operator<[Tensor, Tensor]>(
    2,
    () => (a, b) => inFloat32(a, (floats) => F.matmul(floats, b.to('float32'))),
  ),
};
