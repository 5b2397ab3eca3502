import { ArgumentError, ShapeError } from '../errors.js';
import { checkShape, MAX_RANK, numelOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { clone } from './copy.js';
import { reshape } from './reshape.js';
import { expand } from './squeeze.js';

/**
 * Copies of a tensor side by side, `repeats[d]` of them along dimension `d`. More repeats than dimensions add dimensions
 * in front.
 *
 * @param input any tensor
 * @param repeats a number of at least 0 for every dimension
 * @returns a new tensor: `(a, b), [n, m] -> (n a, m b)`
 * @throws ShapeError for fewer repeats than dimensions
 * @example repeat(tensor([1, 2]), [2, 2]) // [[1, 2, 1, 2], [1, 2, 1, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.repeat.html
 */
export function repeat(input: Tensor, repeats: readonly number[]): Tensor {
  return repeated('repeat', input, repeats);
}

/**
 * {@link repeat}, but for fewer repeats than dimensions: they are those of the last ones.
 *
 * @example tile(tensor([[1], [2]]), [2]) // [[1, 1], [2, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.tile.html
 */
export function tile(input: Tensor, dims: readonly number[]): Tensor {
  checkTensor('tile', 'input', input);
  if (!Array.isArray(dims)) throw new ArgumentError('tile', 'dims', 'a list of numbers of at least 0', dims);
  const missing = Math.max(0, input.ndim - dims.length);
  return repeated('tile', input, [...new Array<number>(missing).fill(1), ...dims]);
}

function repeated(where: string, input: Tensor, repeats: readonly number[]): Tensor {
  checkTensor(where, 'input', input);
  const valid =
    Array.isArray(repeats) &&
    repeats.length <= MAX_RANK &&
    repeats.every((times) => Number.isSafeInteger(times) && times >= 0);
  if (!valid) {
    throw new ArgumentError(where, 'repeats', `at most ${MAX_RANK} integers of at least 0`, repeats);
  }
  const added = repeats.length - input.ndim;
  if (added < 0) {
    throw new ShapeError(
      where,
      `repeats [${repeats.join(', ')}] must name every dimension of input of shape [${input.shape.join(', ')}]`,
    );
  }
  let shape: readonly number[] = [...new Array<number>(added).fill(1), ...input.shape];
  checkShape(
    where,
    'the repeated shape',
    shape.map((size, d) => size * (repeats[d] as number)),
  );
  let result = reshape(input, shape);
  // From the last dimension on, so that the runs that are copied grow.
  for (let d = shape.length - 1; d >= 0; d--) {
    const times = repeats[d] as number;
    if (times === 1) continue;
    const outer = numelOf(shape.slice(0, d));
    const inner = numelOf(shape.slice(d));
    shape = shape.with(d, (shape[d] as number) * times);
    result = reshape(expand(reshape(result, [outer, 1, inner]), [outer, times, inner]), shape);
  }
  return result.storage === input.storage ? clone(result) : result;
}
