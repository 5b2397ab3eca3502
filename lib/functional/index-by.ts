import { ArgumentError, DTypeError, ShapeError } from '../errors.js';
import { broadcastShapes, numelOf } from '../tensor/shape.js';
import { Tensor } from '../tensor/tensor.js';
import { add, lt, mul } from './arithmetic.js';
import { checkTensor } from './check.js';
import { selectAll } from './index-select.js';
import { checkIndices } from './indices.js';
import { nonzero } from './nonzero.js';
import { permute } from './permute.js';
import { reshape } from './reshape.js';
import { select } from './slice.js';
import { unbind } from './split.js';
import { expand } from './squeeze.js';
import { where } from './where.js';

/** One place of `x[…]` in Python: an integer, indices or a mask, or `null` for `:`. */
export type Index = number | Tensor | null | undefined;

/**
 * What Python's `x[i, :, indices, mask]` gives: `index(x, i, null, indices, mask)`.
 *
 * An integer selects from its dimension, null keeps it, a bool tensor stands for the places where it is true and takes
 * as many dimensions as it has. The index tensors broadcast against each other, and each position of that shape names one
 * element of their dimensions together. The shape takes the place of those dimensions where they are neighbours, and
 * comes first where they are not. Without tensors the result is a view.
 *
 * @param input any tensor
 * @param indices at most one for each dimension: integers, int64 or bool tensors; negative ones count from the end
 * @throws ArgumentError for an index out of range and for too many; DTypeError for tensors of other dtypes; ShapeError
 * for a mask of another shape than its dimensions, and for indices that do not broadcast
 * @example index(x, null, tensor([2n, 0n])) // x[:, [2, 0]]
 * index(x, gt(x, 0)) // x[x > 0]
 * @see https://pytorch.org/docs/stable/tensor_view.html
 */
export function index(input: Tensor, ...indices: Index[]): Tensor {
  checkTensor('index', 'input', input);
  let source = input;
  const lists: (Tensor | undefined)[] = [];
  for (const [i, entry] of indices.entries()) {
    if (typeof entry === 'number') source = selectOne(input, source, lists.length, entry);
    else lists.push(...(entry instanceof Tensor ? toLists(source, lists.length, entry) : [keep(entry, i)]));
    if (lists.length > source.ndim) throw tooMany(input, indices);
  }
  const dims = lists.flatMap((list, d) => (list === undefined ? [] : [d]));
  return dims.length === 0 ? source : indexed(source, lists, dims);
}

function indexed(source: Tensor, lists: readonly (Tensor | undefined)[], dims: readonly number[]): Tensor {
  const tensors = dims.map((d) => lists[d] as Tensor);
  const common = broadcastShapes('index', ...tensors.map((tensor) => tensor.shape));
  const rest = source.shape.map((_, d) => d).filter((d) => !dims.includes(d));
  const first = dims[0] as number;
  const together = dims.every((d, i) => d === first + i);
  const start = together ? first : 0;
  const x = together ? source : permute(source, [...dims, ...rest]);
  const before = x.shape.slice(0, start);
  const after = x.shape.slice(start + dims.length);
  const sizes = x.shape.slice(start, start + dims.length);
  // The indices as those of one dimension, which the indexed ones are merged into.
  const merged = tensors
    .map((tensor, i) => fromFront(tensor, sizes[i] as number, dims[i] as number))
    .reduce((sum, tensor, i) => add(mul(sum, sizes[i] as number), tensor));
  const flat = reshape(x, [...before, numelOf(sizes), ...after]);
  const chosen = selectAll(flat, start, reshape(expand(merged, common), [numelOf(common)]));
  return reshape(chosen, [...before, ...common, ...after]);
}

function fromFront(indices: Tensor, size: number, dim: number): Tensor {
  const hasNegative = checkIndices('index', indices, size, -size, `dimension ${dim}`);
  return hasNegative ? where(lt(indices, 0), add(indices, size), indices) : indices;
}

function toLists(source: Tensor, dim: number, entry: Tensor): Tensor[] {
  if (entry.dtype === 'int64') return [entry];
  if (entry.dtype !== 'bool') throw new DTypeError('index', 'indices', 'int64 or bool', entry.dtype);
  const masked = source.shape.slice(dim, dim + entry.ndim);
  if (entry.ndim === 0 || `${masked}` !== `${entry.shape}`) {
    throw new ShapeError(
      'index',
      `a mask of shape [${entry.shape.join(', ')}] does not fit dimension ${dim} and following of shape ` +
        `[${source.shape.join(', ')}]`,
    );
  }
  return unbind(nonzero(entry), 1);
}

function selectOne(input: Tensor, source: Tensor, dim: number, at: number): Tensor {
  if (dim >= source.ndim) throw tooMany(input, [at]);
  const size = source.shape[dim] as number;
  if (!Number.isInteger(at) || at < -size || at >= size)
    throw new ArgumentError(
      'index',
      'indices',
      `integers from ${-size} to ${size - 1}, as dimension ${dim} has size ${size}`,
      at,
    );
  return select(source, dim, at);
}

function keep(entry: unknown, i: number): undefined {
  if (entry === null || entry === undefined) return undefined;
  throw new ArgumentError('index', `indices[${i}]`, 'an integer, a Tensor or null', entry);
}

function tooMany(input: Tensor, indices: readonly Index[]): ArgumentError {
  return new ArgumentError(
    'index',
    'indices',
    `for at most ${input.ndim} dimensions, which input has`,
    indices,
  );
}
