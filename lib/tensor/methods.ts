/**
 * Puts the functions of `functional/` on Tensor: `x.flatten(1)` is `flatten(x, 1)`. Importing this module installs them;
 * the index of the package and of each subpath does.
 */
import {
  type AlphaOptions,
  add,
  add_,
  type ClampOptions,
  clamp,
  clamp_,
  clampMax,
  clampMax_,
  clampMin,
  clampMin_,
  type DivOptions,
  div,
  div_,
  eq,
  floorDivide,
  floorDivide_,
  ge,
  gt,
  le,
  lt,
  maximum,
  minimum,
  mul,
  mul_,
  ne,
  pow,
  pow_,
  remainder,
  remainder_,
  sub,
  sub_,
} from '../functional/arithmetic.js';
import { clone, contiguous, copy_, detach, fill_, to, zero_ } from '../functional/copy.js';
import { cumprod, cumsum } from '../functional/cumulative.js';
import {
  abs,
  abs_,
  ceil,
  ceil_,
  cos,
  cos_,
  exp,
  exp_,
  exp2,
  exp2_,
  expm1,
  expm1_,
  floor,
  floor_,
  log,
  log_,
  log1p,
  log1p_,
  log2,
  log2_,
  log10,
  log10_,
  neg,
  neg_,
  reciprocal,
  reciprocal_,
  round,
  round_,
  rsqrt,
  rsqrt_,
  sigmoid,
  sigmoid_,
  sign,
  sign_,
  sin,
  sin_,
  sqrt,
  sqrt_,
  square,
  tanh,
  tanh_,
  trunc,
  trunc_,
} from '../functional/elementwise.js';
import { type AllCloseOptions, allClose, equal } from '../functional/equal.js';
import { amax, amin, argmax, argmin, type Extremum, max, min } from '../functional/extremum.js';
import { flip } from '../functional/flip.js';
import { format } from '../functional/format.js';
import { gather, scatter, scatter_, takeAlongDim } from '../functional/gather.js';
import { type Index, index } from '../functional/index-by.js';
import { indexSelect, take } from '../functional/index-select.js';
import { logSoftmax } from '../functional/log-softmax.js';
import {
  isfinite,
  isinf,
  isnan,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
} from '../functional/logical.js';
import { logsumexp } from '../functional/logsumexp.js';
import { matmul } from '../functional/matmul.js';
import { type MomentsOptions, std, variance } from '../functional/moments.js';
import { maskedSelect, nonzero } from '../functional/nonzero.js';
import { norm } from '../functional/norm.js';
import { movedim, permute, t, transpose } from '../functional/permute.js';
import { type AddProductOptions, addmm, baddbmm, bmm, dot, mm, mv, outer } from '../functional/products.js';
import type { Operand } from '../functional/promotion.js';
import { all, any, mean, prod, sum } from '../functional/reduce.js';
import type { Dims, ReduceOptions } from '../functional/reduction.js';
import { prelu, relu, relu_ } from '../functional/relu.js';
import { repeat, tile } from '../functional/repeat.js';
import { flatten, reshape, unflatten, view } from '../functional/reshape.js';
import { roll } from '../functional/roll.js';
import { hardshrink, type ShrinkOptions } from '../functional/shrink.js';
import { narrow, select, slice } from '../functional/slice.js';
import { softmax } from '../functional/softmax.js';
import { argsort, type SortOptions, sort, type TopkOptions, topk } from '../functional/sort.js';
import { chunk, split, unbind } from '../functional/split.js';
import { expand, squeeze, unsqueeze } from '../functional/squeeze.js';
import { tril, triu } from '../functional/triangle.js';
import { type ArrayValue, item, toArray } from '../functional/values.js';
import { maskedFill, maskedFill_, where } from '../functional/where.js';
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
    /** See {@link unflatten}. */
    unflatten(dim: number, sizes: readonly number[]): Tensor;
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

    // Elements by indices.
    /** See {@link index}. */
    index(...indices: Index[]): Tensor;
    /** See {@link indexSelect}. */
    indexSelect(dim: number, index: Tensor): Tensor;
    /** See {@link gather}. */
    gather(dim: number, index: Tensor): Tensor;
    /** See {@link takeAlongDim}. */
    takeAlongDim(index: Tensor, dim?: number): Tensor;
    /** See {@link take}. */
    take(index: Tensor): Tensor;
    /** See {@link scatter}. */
    scatter(dim: number, index: Tensor, source: Tensor | number): Tensor;
    /** See {@link scatter_}. */
    scatter_(dim: number, index: Tensor, source: Tensor | number): Tensor;
    /** See {@link maskedSelect}. */
    maskedSelect(mask: Tensor): Tensor;
    /** See {@link nonzero}. */
    nonzero(): Tensor;
    /** See {@link tril}. */
    tril(diagonal?: number): Tensor;
    /** See {@link triu}. */
    triu(diagonal?: number): Tensor;

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
    /** See {@link zero_}. */
    zero_(): Tensor;
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

    // Arithmetic. A name that ends in _ writes over the tensor.
    /** See {@link add}. */
    add(other: Operand, options?: AlphaOptions): Tensor;
    /** See {@link add_}. */
    add_(other: Operand, options?: AlphaOptions): Tensor;
    /** See {@link sub}. */
    sub(other: Operand, options?: AlphaOptions): Tensor;
    /** See {@link sub_}. */
    sub_(other: Operand, options?: AlphaOptions): Tensor;
    /** See {@link mul}. */
    mul(other: Operand): Tensor;
    /** See {@link mul_}. */
    mul_(other: Operand): Tensor;
    /** See {@link div}. */
    div(other: Operand, options?: DivOptions): Tensor;
    /** See {@link div_}. */
    div_(other: Operand, options?: DivOptions): Tensor;
    /** See {@link floorDivide}. */
    floorDivide(other: Operand): Tensor;
    /** See {@link floorDivide_}. */
    floorDivide_(other: Operand): Tensor;
    /** See {@link remainder}. */
    remainder(other: Operand): Tensor;
    /** See {@link remainder_}. */
    remainder_(other: Operand): Tensor;
    /** See {@link pow}. */
    pow(other: Operand): Tensor;
    /** See {@link pow_}. */
    pow_(other: Operand): Tensor;
    /** See {@link maximum}. */
    maximum(other: Operand): Tensor;
    /** See {@link minimum}. */
    minimum(other: Operand): Tensor;
    /** See {@link clamp}. */
    clamp(options: ClampOptions): Tensor;
    /** See {@link clamp_}. */
    clamp_(options: ClampOptions): Tensor;
    /** See {@link clampMin}. */
    clampMin(min: Operand): Tensor;
    /** See {@link clampMin_}. */
    clampMin_(min: Operand): Tensor;
    /** See {@link clampMax}. */
    clampMax(max: Operand): Tensor;
    /** See {@link clampMax_}. */
    clampMax_(max: Operand): Tensor;
    /** See {@link matmul}. */
    matmul(other: Tensor): Tensor;
    /** See {@link mm}. */
    mm(mat2: Tensor): Tensor;
    /** See {@link bmm}. */
    bmm(mat2: Tensor): Tensor;
    /** See {@link mv}. */
    mv(vec: Tensor): Tensor;
    /** See {@link dot}. */
    dot(tensor: Tensor): Tensor;
    /** See {@link outer}. */
    outer(vec2: Tensor): Tensor;
    /** See {@link addmm}. */
    addmm(mat1: Tensor, mat2: Tensor, options?: AddProductOptions): Tensor;
    /** See {@link baddbmm}. */
    baddbmm(batch1: Tensor, batch2: Tensor, options?: AddProductOptions): Tensor;

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
    /** See {@link abs_}. */
    abs_(): Tensor;
    /** See {@link ceil}. */
    ceil(): Tensor;
    /** See {@link ceil_}. */
    ceil_(): Tensor;
    /** See {@link cos}. */
    cos(): Tensor;
    /** See {@link cos_}. */
    cos_(): Tensor;
    /** See {@link exp}. */
    exp(): Tensor;
    /** See {@link exp2}. */
    exp2(): Tensor;
    /** See {@link exp2_}. */
    exp2_(): Tensor;
    /** See {@link exp_}. */
    exp_(): Tensor;
    /** See {@link expm1}. */
    expm1(): Tensor;
    /** See {@link expm1_}. */
    expm1_(): Tensor;
    /** See {@link floor}. */
    floor(): Tensor;
    /** See {@link floor_}. */
    floor_(): Tensor;
    /** See {@link log}. */
    log(): Tensor;
    /** See {@link log10}. */
    log10(): Tensor;
    /** See {@link log10_}. */
    log10_(): Tensor;
    /** See {@link log1p}. */
    log1p(): Tensor;
    /** See {@link log1p_}. */
    log1p_(): Tensor;
    /** See {@link log2}. */
    log2(): Tensor;
    /** See {@link log2_}. */
    log2_(): Tensor;
    /** See {@link log_}. */
    log_(): Tensor;
    /** See {@link neg}. */
    neg(): Tensor;
    /** See {@link neg_}. */
    neg_(): Tensor;
    /** See {@link reciprocal}. */
    reciprocal(): Tensor;
    /** See {@link reciprocal_}. */
    reciprocal_(): Tensor;
    /** See {@link relu}. */
    relu(): Tensor;
    /** See {@link relu_}. */
    relu_(): Tensor;
    /** See {@link round}. */
    round(): Tensor;
    /** See {@link round_}. */
    round_(): Tensor;
    /** See {@link rsqrt}. */
    rsqrt(): Tensor;
    /** See {@link rsqrt_}. */
    rsqrt_(): Tensor;
    /** See {@link prelu}. */
    prelu(weight: Tensor): Tensor;
    /** See {@link hardshrink}. */
    hardshrink(options?: ShrinkOptions): Tensor;
    /** See {@link sigmoid}. */
    sigmoid(): Tensor;
    /** See {@link sigmoid_}. */
    sigmoid_(): Tensor;
    /** See {@link sign}. */
    sign(): Tensor;
    /** See {@link sign_}. */
    sign_(): Tensor;
    /** See {@link sin}. */
    sin(): Tensor;
    /** See {@link sin_}. */
    sin_(): Tensor;
    /** See {@link sqrt}. */
    sqrt(): Tensor;
    /** See {@link sqrt_}. */
    sqrt_(): Tensor;
    /** See {@link square}. */
    square(): Tensor;
    /** See {@link tanh}. */
    tanh(): Tensor;
    /** See {@link tanh_}. */
    tanh_(): Tensor;
    /** See {@link trunc}. */
    trunc(): Tensor;
    /** See {@link trunc_}. */
    trunc_(): Tensor;

    // Logic and choice.
    /** See {@link isfinite}. */
    isfinite(): Tensor;
    /** See {@link isinf}. */
    isinf(): Tensor;
    /** See {@link isnan}. */
    isnan(): Tensor;
    /** See {@link logicalAnd}. */
    logicalAnd(other: Tensor): Tensor;
    /** See {@link logicalNot}. */
    logicalNot(): Tensor;
    /** See {@link logicalOr}. */
    logicalOr(other: Tensor): Tensor;
    /** See {@link logicalXor}. */
    logicalXor(other: Tensor): Tensor;
    /** `condition ? this : other`; see {@link where}. */
    where(condition: Tensor, other: Operand): Tensor;
    /** See {@link maskedFill}. */
    maskedFill(mask: Tensor, value: Operand): Tensor;
    /** See {@link maskedFill_}. */
    maskedFill_(mask: Tensor, value: Operand): Tensor;

    // Reductions.
    /** See {@link sum}. */
    sum(dim?: Dims, options?: ReduceOptions): Tensor;
    /** See {@link mean}. */
    mean(dim?: Dims, options?: ReduceOptions): Tensor;
    /** See {@link prod}. */
    prod(dim?: number, options?: ReduceOptions): Tensor;
    /** See {@link variance}. */
    var(dim?: Dims, options?: MomentsOptions): Tensor;
    /** See {@link std}. */
    std(dim?: Dims, options?: MomentsOptions): Tensor;
    /** See {@link norm}. */
    norm(p?: number | 'fro', dim?: Dims, options?: ReduceOptions): Tensor;
    /** See {@link logsumexp}. */
    logsumexp(dim: Dims, options?: ReduceOptions): Tensor;
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
    /** See {@link amax}. */
    amax(dim?: Dims, options?: ReduceOptions): Tensor;
    /** See {@link amin}. */
    amin(dim?: Dims, options?: ReduceOptions): Tensor;
    /** See {@link argmax}. */
    argmax(dim?: number, options?: ReduceOptions): Tensor;
    /** See {@link argmin}. */
    argmin(dim?: number, options?: ReduceOptions): Tensor;

    // Along a dimension.
    /** See {@link sort}. */
    sort(dim?: number, options?: SortOptions): Extremum;
    /** See {@link argsort}. */
    argsort(dim?: number, options?: SortOptions): Tensor;
    /** See {@link topk}. */
    topk(k: number, dim?: number, options?: TopkOptions): Extremum;
    /** See {@link cumsum}. */
    cumsum(dim: number): Tensor;
    /** See {@link cumprod}. */
    cumprod(dim: number): Tensor;
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
install({ flatten, unflatten, transpose, t, movedim, squeeze, unsqueeze, slice, narrow, select }, unchanged);
install({ split, chunk, unbind, roll }, unchanged);
install({ index, indexSelect, gather, takeAlongDim, take, scatter, scatter_ }, unchanged);
install({ maskedSelect, nonzero, tril, triu }, unchanged);
install({ contiguous, clone, detach, to, copy_, fill_, zero_, item, toArray, toString: format }, unchanged);
install({ uniform_, normal_, bernoulli_ }, unchanged);
// Arithmetic and comparisons.
install(
  {
    add,
    add_,
    sub,
    sub_,
    mul,
    mul_,
    div,
    div_,
    floorDivide,
    floorDivide_,
    remainder,
    remainder_,
    pow,
    pow_,
    maximum,
    minimum,
    clamp,
    clamp_,
    clampMin,
    clampMin_,
    clampMax,
    clampMax_,
    matmul,
  },
  unchanged,
);
install({ eq, ne, lt, le, gt, ge, equal, allClose }, unchanged);
// Functions of each element, reductions, and functions along a dimension.
install(
  {
    abs,
    abs_,
    ceil,
    ceil_,
    cos,
    cos_,
    exp,
    exp2,
    exp2_,
    exp_,
    expm1,
    expm1_,
    floor,
    floor_,
    log,
    log10,
    log10_,
    log1p,
    log1p_,
    log2,
    log2_,
    log_,
    neg,
    neg_,
    reciprocal,
    reciprocal_,
    relu,
    relu_,
    round,
    round_,
    rsqrt,
    rsqrt_,
    sigmoid,
    sigmoid_,
    sign,
    sign_,
    sin,
    sin_,
    sqrt,
    sqrt_,
    square,
    tanh,
    tanh_,
    trunc,
    trunc_,
  },
  unchanged,
);
install({ prelu, hardshrink }, unchanged);
install(
  { isfinite, isinf, isnan, logicalAnd, logicalNot, logicalOr, logicalXor, maskedFill, maskedFill_ },
  unchanged,
);
const chosen: TensorFunction = (input, condition: Tensor, other: Operand) => where(condition, input, other);
install({ where: chosen }, unchanged);
install({ sum, mean, prod, all, any, max, min, amax, amin, argmax, argmin }, unchanged);
install({ mm, bmm, mv, dot, outer, addmm, baddbmm, sort, argsort, topk }, unchanged);
install({ var: variance, std, norm, logsumexp, cumsum, cumprod }, unchanged);
install({ softmax, logSoftmax }, unchanged);

Object.defineProperty(Tensor.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value(this: Tensor) {
    return this.toString();
  },
});
