/** Products of vectors and matrices of given ranks, over {@link matmul} and {@link mul}. */
import { ArgumentError, ShapeError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { add, mul } from './arithmetic.js';
import { checkFloat32, checkOptions, checkTensor } from './check.js';
import { matmul } from './matmul.js';
import { checkBroadcastTo, unsqueeze } from './squeeze.js';

/** What {@link addmm} and {@link baddbmm} take. */
export interface AddProductOptions {
  /** The factor of `input`; default 1. With 0 it is not read, and its NaN do not count. */
  beta?: number;
  /** The factor of the product; default 1. */
  alpha?: number;
}

/**
 * The product of two matrices; {@link matmul} takes other ranks too.
 *
 * @param input a float32 matrix
 * @param mat2 a float32 matrix
 * @returns `(N, K), (K, M) -> (N, M)`
 * @throws ShapeError for other shapes, DTypeError for other dtypes
 * @example mm(ones([2, 3]), ones([3, 4]))
 * @see https://pytorch.org/docs/stable/generated/torch.mm.html
 */
export function mm(input: Tensor, mat2: Tensor): Tensor {
  return product('mm', { input, mat2 }, 2, 2);
}

/** The products of two batches of matrices: `(B, N, K), (B, K, M) -> (B, N, M)`; no broadcasting. */
export function bmm(input: Tensor, mat2: Tensor): Tensor {
  return product('bmm', { input, mat2 }, 3, 3);
}

/** The product of a matrix and a vector: `(N, K), (K) -> (N)`. */
export function mv(input: Tensor, vec: Tensor): Tensor {
  return product('mv', { input, vec }, 2, 1);
}

/** The sum of the products of two vectors: `(K), (K) -> ()`. */
export function dot(input: Tensor, tensor: Tensor): Tensor {
  return product('dot', { input, tensor }, 1, 1);
}

/**
 * The products of every element of one vector with every one of another.
 *
 * @param input a vector of any dtype
 * @param vec2 a vector of any dtype
 * @returns `(N), (M) -> (N, M)`
 * @throws ShapeError for other ranks
 * @example outer(tensor([1, 2]), tensor([3, 4])) // [[3, 4], [6, 8]]
 * @see https://pytorch.org/docs/stable/generated/torch.outer.html
 */
export function outer(input: Tensor, vec2: Tensor): Tensor {
  checkRankOf('outer', 'input', input, 1);
  checkRankOf('outer', 'vec2', vec2, 1);
  return mul(unsqueeze(input, 1), vec2);
}

/**
 * `beta input + alpha (mat1 mat2)`.
 *
 * @param input a float32 tensor that broadcasts to the product
 * @returns `(N, M), (N, K), (K, M) -> (N, M)`
 * @throws ShapeError for other shapes, DTypeError for other dtypes
 * @example addmm(bias, x, weight.t())
 * @see https://pytorch.org/docs/stable/generated/torch.addmm.html
 */
export function addmm(input: Tensor, mat1: Tensor, mat2: Tensor, options: AddProductOptions = {}): Tensor {
  return addProduct('addmm', input, product('addmm', { mat1, mat2 }, 2, 2), options);
}

/** {@link addmm} for batches: `(B, N, M), (B, N, K), (B, K, M) -> (B, N, M)`. */
export function baddbmm(
  input: Tensor,
  batch1: Tensor,
  batch2: Tensor,
  options: AddProductOptions = {},
): Tensor {
  return addProduct('baddbmm', input, product('baddbmm', { batch1, batch2 }, 3, 3), options);
}

function addProduct(where: string, input: Tensor, product: Tensor, options: AddProductOptions): Tensor {
  checkFloat32(where, 'input', input);
  checkOptions(where, options, ['alpha', 'beta']);
  const { alpha = 1, beta = 1 } = options;
  for (const [name, value] of Object.entries({ alpha, beta }))
    if (typeof value !== 'number') throw new ArgumentError(where, name, 'a number', value);
  checkBroadcastTo(where, input.shape, product.shape);
  const scaled = alpha === 1 ? product : mul(product, alpha);
  if (beta === 0) return scaled;
  return add(scaled, beta === 1 ? input : mul(input, beta));
}

function product(where: string, operands: Record<string, Tensor>, rankA: number, rankB: number): Tensor {
  const [[nameA, a], [nameB, b]] = Object.entries(operands) as [[string, Tensor], [string, Tensor]];
  checkFloat32(where, nameA, a);
  checkFloat32(where, nameB, b);
  checkRankOf(where, nameA, a, rankA);
  checkRankOf(where, nameB, b, rankB);
  const depth = b.shape[rankB === 1 ? 0 : rankB - 2];
  if (a.shape.at(-1) !== depth || (rankA === 3 && a.shape[0] !== b.shape[0])) {
    throw new ShapeError(
      where,
      `${nameA} of shape [${a.shape.join(', ')}] and ${nameB} of shape [${b.shape.join(', ')}] do not fit each other`,
    );
  }
  return matmul(a, b);
}

function checkRankOf(where: string, argument: string, value: Tensor, rank: number): void {
  checkTensor(where, argument, value);
  if (value.ndim === rank) return;
  const received = `received shape [${value.shape.join(', ')}]`;
  throw new ShapeError(where, `${argument} must have ${rank} dimension${rank === 1 ? '' : 's'}, ${received}`);
}
