import { ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import { broadcastShapes } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkFloat32 } from './check.js';

/**
 * The matrix product, of vectors and of batches of matrices too: `C[i, j] = Σ_k A[i, k] B[k, j]`.
 *
 * A 1-d `input` is a row, a 1-d `other` a column, and that dimension is left out of the result. Dimensions before the
 * last two are batches, and broadcast. Transposed and other views are read as they lie.
 *
 * @param input a float32 tensor of at least one dimension
 * @param other a float32 tensor of at least one dimension
 * @returns `(*, N, K) x (*, K, M) -> (*, N, M)`; `(K) x (K) -> ()`
 * @throws ShapeError when the shapes do not fit each other, DTypeError when a tensor is not float32
 * @example matmul(ones([5, 2, 3]), ones([3, 4])).shape // [5, 2, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.matmul.html
 */
export function matmul(input: Tensor, other: Tensor): Tensor {
  checkFloat32('matmul', 'input', input);
  checkFloat32('matmul', 'other', other);
  const a = input.shape;
  const b = other.shape;
  if (a.length === 0 || b.length === 0) throw mismatch('both must have at least one dimension', a, b);
  const depth = b.length === 1 ? b[0] : b.at(-2);
  if (a.at(-1) !== depth) {
    throw mismatch(`the last dimension of input must equal the ${depthName(b)} of other`, a, b);
  }
  const rows = a.length === 1 ? [] : a.slice(-2, -1);
  const columns = b.length === 1 ? [] : b.slice(-1);
  const shape = [...broadcastShapes('matmul', a.slice(0, -2), b.slice(0, -2)), ...rows, ...columns];
  return dispatch('matmul', {}, [input, other], [{ shape, dtype: 'float32' }])[0];
}

function depthName(shape: readonly number[]): string {
  return shape.length === 1 ? 'size' : 'second-to-last dimension';
}

function mismatch(problem: string, a: readonly number[], b: readonly number[]): ShapeError {
  return new ShapeError(
    'matmul',
    `${problem}, received input of shape [${a.join(', ')}] and other of shape [${b.join(', ')}]`,
  );
}
