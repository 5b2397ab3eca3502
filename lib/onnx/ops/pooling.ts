/** Pooling. */
import * as F from '../../functional/index.js';
import { ones } from '../../tensor/create.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { OnnxNode } from '../node.js';
import { inFloat32, type Operator, type Operators, operator } from '../operator.js';
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
  MaxPool: operator<[Tensor]>(1, (node) => {
    const poolOf = poolReader(node);
    return (x) => inFloat32(x, (floats) => maxPool(floats, poolOf(floats)));
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
