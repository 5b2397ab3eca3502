/**
 * Puts the functions of `functional/` on Tensor: `x.flatten(1)` is `flatten(x, 1)`. Importing this module installs them;
 * the index of the package and of each subpath does.
 */
import {
  add,
  type ClampOptions,
  clamp,
  div,
  eq,
  ge,
  gt,
  le,
  lt,
  maximum,
  minimum,
  mul,
  ne,
  pow,
  sub,
} from '../functional/arithmetic.js';
import { clone, contiguous, copy_, detach, fill_, to } from '../functional/copy.js';
import { abs, exp, log, neg, sigmoid, sqrt, tanh } from '../functional/elementwise.js';
import { type AllCloseOptions, allClose, equal } from '../functional/equal.js';
import { argmax, argmin, type Extremum, max, min } from '../functional/extremum.js';
import { flip } from '../functional/flip.js';
import { format } from '../functional/format.js';
import { logSoftmax } from '../functional/log-softmax.js';
import { matmul } from '../functional/matmul.js';
import { movedim, permute, t, transpose } from '../functional/permute.js';
import type { Operand } from '../functional/promotion.js';
import { all, any, mean, sum } from '../functional/reduce.js';
import type { Dims, ReduceOptions } from '../functional/reduction.js';
import { relu } from '../functional/relu.js';
import { repeat, tile } from '../functional/repeat.js';
import { flatten, reshape, view } from '../functional/reshape.js';
import { roll } from '../functional/roll.js';
import { narrow, select, slice } from '../functional/slice.js';
import { softmax } from '../functional/softmax.js';
import { chunk, split, unbind } from '../functional/split.js';
import { expand, squeeze, unsqueeze } from '../functional/squeeze.js';
import { type ArrayValue, item, toArray } from '../functional/values.js';
import { bernoulli_, normal_, uniform_ } from '../random/distributions.js';
import type { RandomOptions } from '../random/draw.js';
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
    /** See {@link movedim}. */
    movedim(source: number | readonly number[], destination: number | readonly number[]): Tensor;
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
    /** See {@link split}. */
    split(splitSize: number | readonly number[], dim?: number): Tensor[];
    /** See {@link chunk}. */
    chunk(chunks: number, dim?: number): Tensor[];
    /** See {@link unbind}. */
    unbind(dim?: number): Tensor[];

    // The same elements in other places, or several times.
    /** See {@link flip}. */
    flip(...dims: Integers): Tensor;
    /** See {@link roll}. */
    roll(shifts: number | readonly number[], dims?: number | readonly number[]): Tensor;
    /** See {@link repeat}. */
    repeat(...repeats: Integers): Tensor;
    /** See {@link tile}. */
    tile(...dims: Integers): Tensor;

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
    /** See {@link uniform_}. */
    uniform_(low?: number, high?: number, options?: RandomOptions): this;
    /** See {@link normal_}. */
    normal_(mean?: number, std?: number, options?: RandomOptions): this;
    /** See {@link bernoulli_}. */
    bernoulli_(p?: number, options?: RandomOptions): this;
    /** See {@link item}. */
    item<T extends number | boolean = number>(): T;
    /** See {@link toArray}. */
    toArray(): ArrayValue;

    /** The tensor as PyTorch prints it; see {@link format}. */
    toString(): string;

    // Arithmetic.
    /** See {@link add}. */
    add(other: Operand): Tensor;
    /** See {@link sub}. */
    sub(other: Operand): Tensor;
    /** See {@link mul}. */
    mul(other: Operand): Tensor;
    /** See {@link div}. */
    div(other: Operand): Tensor;
    /** See {@link pow}. */
    pow(other: Operand): Tensor;
    /** See {@link maximum}. */
    maximum(other: Operand): Tensor;
    /** See {@link minimum}. */
    minimum(other: Operand): Tensor;
    /** See {@link clamp}. */
    clamp(options: ClampOptions): Tensor;
    /** See {@link matmul}. */
    matmul(other: Tensor): Tensor;

    // Comparisons.
    /** See {@link eq}. */
    eq(other: Operand): Tensor;
    /** See {@link ne}. */
    ne(other: Operand): Tensor;
    /** See {@link lt}. */
    lt(other: Operand): Tensor;
    /** See {@link le}. */
    le(other: Operand): Tensor;
    /** See {@link gt}. */
    gt(other: Operand): Tensor;
    /** See {@link ge}. */
    ge(other: Operand): Tensor;
    /** See {@link equal}. */
    equal(other: Tensor): boolean;
    /** See {@link allClose}. */
    allClose(other: Tensor, options?: AllCloseOptions): boolean;

    // Functions of each element.
    /** See {@link abs}. */
    abs(): Tensor;
    /** See {@link exp}. */
    exp(): Tensor;
    /** See {@link log}. */
    log(): Tensor;
    /** See {@link neg}. */
    neg(): Tensor;
    /** See {@link relu}. */
    relu(): Tensor;
    /** See {@link sigmoid}. */
    sigmoid(): Tensor;
    /** See {@link sqrt}. */
    sqrt(): Tensor;
    /** See {@link tanh}. */
    tanh(): Tensor;

    // Reductions.
    /** See {@link sum}. */
    sum(dim?: Dims, options?: ReduceOptions): Tensor;
    /** See {@link mean}. */
    mean(dim?: Dims, options?: ReduceOptions): Tensor;
    /** See {@link all}. */
    all(dim?: Dims, options?: ReduceOptions): Tensor;
    /** See {@link any}. */
    any(dim?: Dims, options?: ReduceOptions): Tensor;
    /** See {@link max}. */
    max(): Tensor;
    max(dim: number, options?: ReduceOptions): Extremum;
    /** See {@link min}. */
    min(): Tensor;
    min(dim: number, options?: ReduceOptions): Extremum;
    /** See {@link argmax}. */
    argmax(dim?: number, options?: ReduceOptions): Tensor;
    /** See {@link argmin}. */
    argmin(dim?: number, options?: ReduceOptions): Tensor;

    // Along a dimension.
    /** See {@link softmax}. */
    softmax(dim: number): Tensor;
    /** See {@link logSoftmax}. */
    logSoftmax(dim: number): Tensor;
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

install({ view, reshape, permute, expand, flip, repeat, tile }, (rest) => [
  Array.isArray(rest[0]) ? rest[0] : rest,
]);

const unchanged = (rest: unknown[]) => rest;

// Other shapes, copies and values.
install({ flatten, transpose, t, movedim, squeeze, unsqueeze, slice, narrow, select }, unchanged);
install({ split, chunk, unbind, roll }, unchanged);
install({ contiguous, clone, detach, to, copy_, fill_, item, toArray, toString: format }, unchanged);
install({ uniform_, normal_, bernoulli_ }, unchanged);
// Arithmetic and comparisons.
install({ add, sub, mul, div, pow, maximum, minimum, clamp, matmul }, unchanged);
install({ eq, ne, lt, le, gt, ge, equal, allClose }, unchanged);
// Functions of each element, reductions, and functions along a dimension.
install({ abs, exp, log, neg, relu, sigmoid, sqrt, tanh }, unchanged);
install({ sum, mean, all, any, max, min, argmax, argmin }, unchanged);
install({ softmax, logSoftmax }, unchanged);

Object.defineProperty(Tensor.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value(this: Tensor) {
    return this.toString();
  },
});
