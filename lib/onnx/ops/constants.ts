/** Tensors that do not come from others. */
import { ShapeError } from '../../errors.js';
import * as F from '../../functional/index.js';
import { full, ones, tensor, zeros } from '../../tensor/create.js';
import { numelOf } from '../../tensor/shape.js';
import type { Tensor } from '../../tensor/tensor.js';
import { Unsupported } from '../node.js';
import { integersOf, numberOf, type Operators, operator, plain, vector } from '../operator.js';

/** More elements than any shape arithmetic needs: a file must not take memory that it has no data for. */
const MAX_ELEMENTS = 2 ** 28;

export const constants: Operators = {
  Constant: operator<[]>(0, (node) => {
    const value = constantOf(node);
    return () => value;
  }),
  ConstantOfShape: operator<[Tensor]>(1, (node) => {
    const value = node.has('value') ? node.tensor('value') : zeros([1]);
    const number = numberOf(value);
    return (shape) => {
      const sizes = integersOf(shape);
      checkElements('ConstantOfShape', numelOf(sizes));
      const { dtype } = value;
      return full(sizes, dtype === 'bool' ? number !== 0 : number, { dtype });
    };
  }),
  EyeLike: operator<[Tensor]>(1, (node) => {
    const diagonal = node.int('k', 0);
    const dtype = node.has('dtype') ? node.dtype('dtype') : null;
    return (like) => F.triu(F.tril(ones(like.shape), diagonal), diagonal).to(dtype ?? like.dtype);
  }),
  Range: plain<[Tensor, Tensor, Tensor]>(3, (start, limit, delta) => {
    const [from, to, by] = [numberOf(start), numberOf(limit), numberOf(delta)];
    const count = Math.max(0, Math.ceil((to - from) / by));
    checkElements('Range', count);
    const values = Array.from({ length: count }, (_, i) => from + i * by);
    return start.dtype === 'int64' ? vector(values) : tensor(values, { dtype: start.dtype });
  }),
};

function checkElements(where: string, count: number): void {
  if (!(count <= MAX_ELEMENTS))
    throw new ShapeError(
      where,
      `${count} elements are asked for; at most ${MAX_ELEMENTS} are made from nothing`,
    );
}

function constantOf(node: Parameters<(typeof constants)[string]['prepare']>[0]): Tensor {
  if (node.has('value')) return node.tensor('value');
  if (node.has('value_int')) return vector([node.int('value_int')]).reshape([]);
  if (node.has('value_ints')) return vector(node.ints('value_ints'));
  if (node.has('value_float')) return tensor(node.float('value_float'));
  if (node.has('value_floats')) return tensor(node.floats('value_floats'), { dtype: 'float32' });
  throw new Unsupported('of strings or sparse');
}
