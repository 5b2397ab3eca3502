/**
 * Puts the functions of `functional/` on Tensor: `x.flatten(1)` is `flatten(x, 1)`. Importing this module installs them;
 * the index of the package and of each subpath does.
 */
import { clone, contiguous, copy_, detach, fill_, to } from '../functional/copy.js';
import { permute, t, transpose } from '../functional/permute.js';
import { relu } from '../functional/relu.js';
import { flatten, reshape, view } from '../functional/reshape.js';
import { narrow, select, slice } from '../functional/slice.js';
import { expand, squeeze, unsqueeze } from '../functional/squeeze.js';
import { type ArrayValue, item, toArray } from '../functional/values.js';
import type { DType } from './dtype.js';
import { Tensor } from './tensor.js';

/** Sizes or dimensions, one by one or as a list: `view(2, -1)` or `view([2, -1])`. */
export type Integers = number[] | [readonly number[]];

declare module './tensor.js' {
  interface Tensor {
    // Other shapes of the same elements.
    /** See {@link view}. */
    view(...shape: Integers): Tensor;
    /** See {@link reshape}. */
    reshape(...shape: Integers): Tensor;
    /** See {@link flatten}. */
    flatten(startDim?: number, endDim?: number): Tensor;
    /** See {@link permute}. */
    permute(...dims: Integers): Tensor;
    /** See {@link transpose}. */
    transpose(dim0: number, dim1: number): Tensor;
    /** See {@link t}. */
    t(): Tensor;
    /** See {@link squeeze}. */
    squeeze(dim?: number): Tensor;
    /** See {@link unsqueeze}. */
    unsqueeze(dim: number): Tensor;
    /** See {@link expand}. */
    expand(...shape: Integers): Tensor;
    /** See {@link slice}. */
    slice(dim: number, start?: number, end?: number, step?: number): Tensor;
    /** See {@link narrow}. */
    narrow(dim: number, start: number, length: number): Tensor;
    /** See {@link select}. */
    select(dim: number, index: number): Tensor;

    // Copies and values.
    /** See {@link contiguous}. */
    contiguous(): Tensor;
    /** See {@link clone}. */
    clone(): Tensor;
    /** See {@link detach}. */
    detach(): Tensor;
    /** See {@link to}. */
    to(dtype: DType): Tensor;
    /** See {@link copy_}. */
    copy_(source: Tensor): Tensor;
    /** See {@link fill_}. */
    fill_(value: number | boolean): Tensor;
    /** See {@link item}. */
    item<T extends number | boolean = number>(): T;
    /** See {@link toArray}. */
    toArray(): ArrayValue;

    // Elementwise.
    /** See {@link relu}. */
    relu(): Tensor;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: each entry is typed by the interface above
type TensorFunction = (input: Tensor, ...rest: any[]) => unknown;

function install(functions: Record<string, TensorFunction>, adapt: (rest: unknown[]) => unknown[]): void {
  for (const [name, run] of Object.entries(functions)) {
    Object.defineProperty(Tensor.prototype, name, {
      value(this: Tensor, ...rest: unknown[]) {
        return run(this, ...adapt(rest));
      },
      writable: true,
      configurable: true,
    });
  }
}

install({ view, reshape, permute, expand }, (rest) => [Array.isArray(rest[0]) ? rest[0] : rest]);

install(
  {
    flatten,
    transpose,
    t,
    squeeze,
    unsqueeze,
    slice,
    narrow,
    select,
    contiguous,
    clone,
    detach,
    to,
    copy_,
    fill_,
    item,
    toArray,
    relu,
  },
  (rest) => rest,
);
