/** Pooling. */
import * as F from '../../functional/index.js';
import { ones, zeros } from '../../tensor/create.js';
import { numelOf } from '../../tensor/shape.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { OnnxNode } from '../node.js';
import { inFloat32, integersOf, type Operator, type Operators, operator } from '../operator.js';
import {
  asImage,
  asImageWindow,
  convolve,
  padded,
  pair,
  triple,
  type Window,
  windowReader,
} from './convolution.js';

interface Pool {
  readonly kernel: readonly number[];
  readonly window: Window;
  /** What the last windows hang over. */
  readonly overhang: readonly number[];
}

/** The window of a pooling node over an input. */
function poolReader(node: OnnxNode): (x: Tensor) => Pool {
  const kernel = node.ints('kernel_shape');
  const ceils = node.flag('ceil_mode', false);
  const windowOf = windowReader(node);
  return (x) => {
    const sizes = x.shape.slice(2);
    const window = windowOf(sizes, kernel);
    const overhang = sizes.map((size, d) => (ceils ? overhangOf(size, kernel[d] as number, window, d) : 0));
    return { kernel, window, overhang };
  };
}

/** How far the last window may hang over. One that would begin in the padding behind is left out. */
function overhangOf(size: number, kernel: number, window: Window, d: number): number {
  const { strides, dilations, before, after } = window;
  const [stride, head] = [strides[d] as number, before[d] as number];
  const taps = (kernel - 1) * (dilations[d] as number) + 1;
  const room = size + head + (after[d] as number) - taps;
  const extra = Math.ceil(room / stride) * stride - room;
  const lastStart = room + extra;
  return lastStart >= size + head ? 0 : extra;
}

function withOverhang({ window: { before, after }, overhang }: Pool): Pick<Window, 'before' | 'after'> {
  return { before, after: after.map((size, d) => size + (overhang[d] as number)) };
}

/** Whether the pooling functions take the padding themselves: they allow at most half of the kernel. */
function isSmall({ kernel, window: { before, after }, overhang }: Pool): boolean {
  return kernel.every(
    (size, d) => overhang[d] === 0 && 2 * Math.max(before[d] as number, after[d] as number) <= size,
  );
}

function maxPool(x: Tensor, pool: Pool): Tensor {
  const { kernel, window } = pool;
  if (kernel.length === 1) {
    const image = { kernel: [1, ...kernel], window: asImageWindow(window), overhang: [0, ...pool.overhang] };
    return F.squeeze(maxPool(asImage(x), image), -2);
  }
  const { strides, dilations, before, after } = window;
  if (kernel.length === 2) {
    const options = { stride: pair(strides), dilation: pair(dilations) };
    if (isSmall(pool)) {
      const padding = [...before, ...after] as [number, number, number, number];
      return F.maxPool2d(x, pair(kernel), { ...options, padding });
    }
    return F.maxPool2d(padded(x, withOverhang(pool), Number.NEGATIVE_INFINITY), pair(kernel), options);
  }
  const volume = padded(x, withOverhang(pool), Number.NEGATIVE_INFINITY);
  return F.maxPool3d(volume, triple(kernel), { stride: triple(strides), dilation: triple(dilations) });
}

/** {@link maxPool}, and where in the whole input its elements stood. */
function maxPoolWithPlaces(x: Tensor, pool: Pool, byColumns: boolean): [Tensor, Tensor] {
  const { kernel, window } = pool;
  const around = padded(x, withOverhang(pool), Number.NEGATIVE_INFINITY);
  const options = { stride: window.strides, dilation: window.dilations, returnIndices: true };
  const maxPools = [F.maxPool1d, F.maxPool2d, F.maxPool3d] as const;
  const pooled = maxPools[kernel.length - 1] as (...args: unknown[]) => [Tensor, Tensor];
  const [largest, indices] = pooled(around, kernel, options);
  const sizes = x.shape.slice(2);
  const inPlane = unpadded(indices, around.shape.slice(2), sizes, window.before, byColumns);
  return [largest, F.add(inPlane, F.mul(planeNumbers(inPlane), numelOf(sizes)))];
}

/** Indices into a padded plane as indices into what was padded, in which columns may follow each other, as in Fortran. */
function unpadded(
  indices: Tensor,
  from: readonly number[],
  to: readonly number[],
  before: readonly number[],
  byColumns: boolean,
): Tensor {
  if (!byColumns && `${from}` === `${to}`) return indices;
  let [rest, place] = [indices, zeros([], { dtype: 'int64' })];
  for (let d = from.length - 1; d >= 0; d--) {
    const coordinate = F.sub(F.remainder(rest, from[d] as number), before[d] as number);
    const step = numelOf(byColumns ? to.slice(0, d) : to.slice(d + 1));
    place = F.add(place, F.mul(coordinate, step));
    rest = F.floorDivide(rest, from[d] as number);
  }
  return place;
}

/** The number of each plane of `(N, C, …)` as `(N, C, 1, …)`: counted, since a traced batch has no fixed size. */
function planeNumbers(x: Tensor): Tensor {
  const [n, c, ...sizes] = x.shape as [number, number, ...number[]];
  const first = F.select(x.reshape([-1, numelOf(sizes)]), 1, 0);
  const numbers = F.sub(F.cumsum(F.eq(first, first).to('int64'), 0), 1);
  return numbers.reshape([n, c, ...sizes.map(() => 1)]);
}

/** Puts elements back where max pooling found them; a larger output has zeros behind. */
function maxUnpool(
  x: Tensor,
  places: Tensor,
  pool: Pool,
  outputShape: readonly number[] | undefined,
): Tensor {
  const { kernel, window } = pool;
  const sizes = kernel.map((size, d) => {
    const [before, after] = [window.before[d] as number, window.after[d] as number];
    return ((x.shape[d + 2] as number) - 1) * (window.strides[d] as number) + size - before - after;
  });
  const options = { stride: window.strides, padding: window.before, outputSize: sizes };
  const maxUnpools = [F.maxUnpool1d, F.maxUnpool2d, F.maxUnpool3d] as const;
  const unpooled = maxUnpools[kernel.length - 1] as (...args: unknown[]) => Tensor;
  const output = unpooled(x, F.remainder(places, numelOf(sizes)), kernel, options);
  const after = (outputShape ?? output.shape).slice(2).map((size, d) => size - (sizes[d] as number));
  return padded(output, { before: after.map(() => 0), after });
}

/** The sums of all windows; what is around the input counts as 0. */
function sumPool(x: Tensor, pool: Pool): Tensor {
  const { kernel, window } = pool;
  if (kernel.length === 1) {
    const image = { kernel: [1, ...kernel], window: asImageWindow(window), overhang: [0, ...pool.overhang] };
    return F.squeeze(sumPool(asImage(x), image), -2);
  }
  const around = padded(x, withOverhang(pool));
  const { strides, dilations } = window;
  if (dilations.some((gap) => gap !== 1)) {
    const planes = around.reshape([-1, 1, ...around.shape.slice(2)]);
    const sums = convolve(
      planes,
      ones([1, 1, ...kernel]),
      null,
      { ...window, ...noPadding(kernel.length) },
      1,
    );
    return sums.reshape([...x.shape.slice(0, 2), ...sums.shape.slice(2)]);
  }
  if (kernel.length === 2)
    return F.avgPool2d(around, pair(kernel), { stride: pair(strides), divisorOverride: 1 });
  return F.avgPool3d(around, triple(kernel), { stride: triple(strides), divisorOverride: 1 });
}

function noPadding(dims: number): Pick<Window, 'before' | 'after'> {
  const zeros = new Array<number>(dims).fill(0);
  return { before: zeros, after: zeros };
}

function averagePool(x: Tensor, pool: Pool, countsPadding: boolean): Tensor {
  const { kernel, window } = pool;
  const { strides, dilations, before, after } = window;
  if (kernel.length === 2 && isSmall(pool) && dilations.every((gap) => gap === 1)) {
    const padding = [...before, ...after] as [number, number, number, number];
    return F.avgPool2d(x, pair(kernel), { stride: pair(strides), padding, countIncludePad: countsPadding });
  }
  // What the last windows hang over never counts.
  const sizes = x.shape
    .slice(2)
    .map((size, d) => size + (countsPadding ? (before[d] as number) + (after[d] as number) : 0));
  const padding = countsPadding ? noPadding(kernel.length) : { before, after };
  const counts = sumPool(ones([1, 1, ...sizes]), { ...pool, window: { ...window, ...padding } });
  return F.div(sumPool(x, pool), counts);
}

function globalPool(reduce: (x: Tensor, dims: number[]) => Tensor): Operator {
  return operator<[Tensor]>(1, () => (x) => reduce(x, x.shape.map((_, d) => d).slice(2)));
}

/** `(sum of |x|^p)^(1/p)` */
function norm(x: Tensor, p: number, sum: (powers: Tensor) => Tensor): Tensor {
  if (p === 1) return sum(F.abs(x));
  if (p === 2) return F.sqrt(sum(F.square(x)));
  return F.pow(sum(F.pow(F.abs(x), p)), 1 / p);
}

export const pooling: Operators = {
  MaxPool: operator<[Tensor]>(
    1,
    (node) => {
      const poolOf = poolReader(node);
      const byColumns = node.flag('storage_order', false);
      if (!node.outputs[1]) return (x) => inFloat32(x, (floats) => maxPool(floats, poolOf(floats)));
      return (x) => {
        const [largest, places] = maxPoolWithPlaces(x.to('float32'), poolOf(x), byColumns);
        return [largest.to(x.dtype), places];
      };
    },
    2,
  ),
  MaxUnpool: operator<[Tensor, Tensor, Tensor | undefined]>([2, 3], (node) => {
    const poolOf = poolReader(node);
    return (x, places, shape) =>
      inFloat32(x, (floats) => maxUnpool(floats, places, poolOf(floats), shape && integersOf(shape)));
  }),
  AveragePool: operator<[Tensor]>(1, (node) => {
    const poolOf = poolReader(node);
    const countsPadding = node.flag('count_include_pad', false);
    return (x) => averagePool(x, poolOf(x), countsPadding);
  }),
  LpPool: operator<[Tensor]>(1, (node) => {
    const poolOf = poolReader(node);
    const p = node.int('p', 2);
    return (x) => norm(x, p, (powers) => sumPool(powers, poolOf(powers)));
  }),
  GlobalAveragePool: globalPool((x, dims) =>
    x.ndim === 4 ? F.adaptiveAvgPool2d(x, 1) : F.mean(x, dims, { keepdim: true }),
  ),
  GlobalMaxPool: globalPool((x, dims) => F.amax(x, dims, { keepdim: true })),
  GlobalLpPool: operator<[Tensor]>(1, (node) => {
    const p = node.int('p', 2);
    return (x) =>
      norm(x, p, (powers) => F.sum(powers, powers.shape.map((_, d) => d).slice(2), { keepdim: true }));
  }),
};
