/** What reductions share: which dimensions go, and the shape that stays. */
import { ArgumentError } from '../errors.js';
import { normalizeDim } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { permute } from './permute.js';

/** One dimension, several, or (undefined, or an empty list) all of them. */
export type Dims = number | readonly number[] | undefined;

/** What reductions take beside the dimensions. */
export interface ReduceOptions {
  /** Whether reduced dimensions stay, with size 1. Default false. */
  keepdim?: boolean;
}

/** A reduction as the native ops take it. */
export interface Reduction {
  /** The input, its reduced dimensions side by side. */
  readonly source: Tensor;
  /** Those dimensions, ascending. */
  readonly dims: readonly number[];
  /** The shape of the result. */
  readonly shape: readonly number[];
}

/** Checks the arguments of a reduction. */
export function planReduction(where: string, input: Tensor, dim: Dims, options: ReduceOptions): Reduction {
  checkTensor(where, 'input', input);
  const { keepdim = false } = options ?? {};
  if (typeof keepdim !== 'boolean') throw new ArgumentError(where, 'keepdim', 'a boolean', keepdim);
  const all = input.shape.map((_, d) => d);
  const reduced = checkDims(where, dim, input.ndim) ?? all;
  const kept = all.filter((d) => !reduced.includes(d));
  const shape = keepdim
    ? input.shape.map((size, d) => (reduced.includes(d) ? 1 : size))
    : kept.map((d) => input.shape[d] as number);
  const first = reduced[0] ?? 0;
  if (reduced.every((d, i) => d === first + i)) return { source: input, dims: reduced, shape };
  return { source: permute(input, [...kept, ...reduced]), dims: all.slice(kept.length), shape };
}

/** The dimensions in ascending order; undefined for all. */
function checkDims(where: string, dim: Dims, rank: number): number[] | undefined {
  if (dim === undefined || (Array.isArray(dim) && dim.length === 0)) return undefined;
  const dims = (Array.isArray(dim) ? dim : [dim]).map((d) => normalizeDim(where, d, rank));
  if (new Set(dims).size !== dims.length)
    throw new ArgumentError(where, 'dim', 'a list that names no dimension twice', dim);
  return rank === 0 ? undefined : dims.sort((a, b) => a - b);
}
