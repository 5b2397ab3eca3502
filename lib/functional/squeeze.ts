/** Views with dimensions of size 1 removed, added or repeated. */
import { ArgumentError, ShapeError } from '../errors.js';
import { MAX_RANK, normalizeDim } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';

/**
 * A view without dimensions of size 1: all of them, or `dim` alone where its size is 1.
 *
 * @param input any tensor
 * @example squeeze(zeros([1, 3, 1])) // shape [3]
 * @see https://pytorch.org/docs/stable/generated/torch.squeeze.html
 */
export function squeeze(input: Tensor, dim?: number): Tensor {
  checkTensor('squeeze', 'input', input);
  const only = dim === undefined ? undefined : normalizeDim('squeeze', dim, input.ndim);
  const kept = input.shape.flatMap((size, d) => (size === 1 && (only ?? d) === d ? [] : [d]));
  const shape = kept.map((d) => input.shape[d] as number);
  return input.asView(
    'reshape',
    { shape },
    shape,
    kept.map((d) => input.stride()[d] as number),
  );
}

/**
 * A view with a dimension of size 1 put in before `dim`.
 *
 * @param input any tensor
 * @param dim from 0 to the number of dimensions; -1 appends
 * @example unsqueeze(zeros([28, 28]), 0) // shape [1, 28, 28]
 * @see https://pytorch.org/docs/stable/generated/torch.unsqueeze.html
 */
export function unsqueeze(input: Tensor, dim: number): Tensor {
  checkTensor('unsqueeze', 'input', input);
  if (input.ndim === MAX_RANK)
    throw new ShapeError('unsqueeze', `a tensor has at most ${MAX_RANK} dimensions, input has that many`);
  const at = normalizeDim('unsqueeze', dim, input.ndim + 1);
  const inner = input.shape[at] === undefined ? 1 : (input.shape[at] as number) * input.stride(at);
  const shape = [...input.shape.slice(0, at), 1, ...input.shape.slice(at)];
  const strides = [...input.stride().slice(0, at), inner, ...input.stride().slice(at)];
  return input.asView('reshape', { shape }, shape, strides);
}

/**
 * A view in which dimensions of size 1 are repeated, without copying. New dimensions may be added in front.
 *
 * @param input any tensor
 * @param shape the new sizes; -1 keeps one
 * @throws ShapeError when a size other than 1 would change
 * @example expand(zeros([3, 1]), [3, 4])
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.expand.html
 */
export function expand(input: Tensor, shape: readonly number[]): Tensor {
  checkTensor('expand', 'input', input);
  const valid =
    Array.isArray(shape) &&
    shape.length <= MAX_RANK &&
    shape.every((size) => Number.isSafeInteger(size) && size >= -1);
  if (!valid) {
    throw new ArgumentError(
      'expand',
      'shape',
      `at most ${MAX_RANK} sizes of at least 0, -1 to keep one`,
      shape,
    );
  }
  const added = shape.length - input.ndim;
  const strides = new Array<number>(shape.length).fill(0);
  const sizes = shape.map((size, d) => {
    const own = input.shape[d - added];
    const wanted = size === -1 ? own : size;
    if (wanted === undefined || added < 0 || (own !== undefined && own !== 1 && own !== wanted)) {
      throw mismatch(input, shape);
    }
    if (own === wanted) strides[d] = input.stride(d - added);
    return wanted;
  });
  if (added < 0) throw mismatch(input, shape);
  return input.asView('expand', { shape: sizes }, sizes, strides);
}

/** @internal @throws ShapeError unless `shape` broadcasts to `target`, which an operation in place writes over */
export function checkBroadcastTo(where: string, shape: readonly number[], target: readonly number[]): void {
  const added = target.length - shape.length;
  if (added >= 0 && shape.every((size, d) => size === 1 || size === target[d + added])) return;
  throw new ShapeError(
    where,
    `shape [${shape.join(', ')}] does not broadcast to [${target.join(', ')}], the shape of the tensor that is written`,
  );
}

function mismatch(input: Tensor, shape: readonly number[]): ShapeError {
  return new ShapeError(
    'expand',
    `shape [${input.shape.join(', ')}] cannot expand to [${shape.join(', ')}]: counted from the right, only sizes of 1 ` +
      'can grow, and -1 keeps the size of a dimension that is there',
  );
}
