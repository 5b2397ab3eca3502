/** Tensors that do not come from others. */
import { ShapeError } from '../../errors.js';
import * as F from '../../functional/index.js';
import { full, ones, tensor, zeros } from '../../tensor/create.js';
import { arange } from '../../tensor/sequences.js';
import type { Tensor } from '../../tensor/tensor.js';
import { Unsupported } from '../node.js';
import { integersOf, numberOf, type Operators, operator, plain, vector } from '../operator.js';

export const constants: Operators = {
  Constant: operator<[]>(0, (node) => {
    const value = constantOf(node);
    return () => value;
  }),
  ConstantOfShape: operator<[Tensor]>(1, (node) => {
    const value = node.has('value') ? node.tensor('value') : zeros([1]);
    if (value.numel() !== 1)
      throw node.invalid(`has a value of ${value.numel()} elements, where one belongs`);
    const number = numberOf(value);
    const { dtype } = value;
    return (shape) => full(integersOf(shape), dtype === 'bool' ? number !== 0 : number, { dtype });
  }),
  EyeLike: operator<[Tensor]>(1, (node) => {
    const diagonal = node.int('k', 0);
    const dtype = node.has('dtype') ? node.dtype('dtype') : null;
    return (like) => F.triu(F.tril(ones(like.shape), diagonal), diagonal).to(dtype ?? like.dtype);
  }),
  Range: plain<[Tensor, Tensor, Tensor]>(3, (start, limit, delta) => {
    const [from, to, by] = [numberOf(start), numberOf(limit), numberOf(delta)];
    const count = Math.max(0, Math.ceil((to - from) / by));
    if (!Number.isSafeInteger(count))
      throw new ShapeError('Range', `there is no end to the numbers from ${from} to ${to} by ${by}`);
    const { dtype } = start;
    return count === 0 ? zeros([0], { dtype }) : arange(from, to, by, { dtype });
  }),
};

function constantOf(node: Parameters<(typeof constants)[string]['prepare']>[0]): Tensor {
  if (node.has('value')) return node.tensor('value');
  if (node.has('value_int')) return vector([node.int('value_int')]).reshape([]);
  if (node.has('value_ints')) return vector(node.ints('value_ints'));
  if (node.has('value_float')) return tensor(node.float('value_float'));
  if (node.has('value_floats')) return tensor(node.floats('value_floats'), { dtype: 'float32' });
  throw new Unsupported('of strings or sparse');
}
