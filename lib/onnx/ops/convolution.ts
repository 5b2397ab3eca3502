/** Convolutions, and what they have in common with pooling. */
import * as F from '../../functional/index.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { OnnxNode } from '../node.js';
import { type Operators, operator } from '../operator.js';

/** How a window moves over the dimensions of an image, as the attributes of a node have it. */
export interface Window {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Before each dimension, and after it. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Reads what depends on the number of dimensions and the input's sizes. `auto_pad` wins over `pads`. */
export function windowReader(
  node: OnnxNode,
): (sizes: readonly number[], kernel: readonly number[]) => Window {
  const strides = node.ints('strides', null);
  const dilations = node.ints('dilations', null);
  const pads = node.ints('pads', null);
  const autoPad = node.choice('auto_pad', ['NOTSET', 'VALID', 'SAME_UPPER', 'SAME_LOWER'], 'NOTSET');
  return (sizes, kernel) => {
    const dims = kernel.length;
    const given = (list: readonly number[] | null, fallback: number, length = dims) => {
      if (list !== null && list.length !== length)
        throw node.invalid(`has [${list}] where ${length} numbers belong`);
      return list ?? new Array<number>(length).fill(fallback);
    };
    const [steps, gaps] = [given(strides, 1), given(dilations, 1)];
    const padding = given(autoPad === 'NOTSET' ? pads : null, 0, 2 * dims);
    const before = padding.slice(0, dims);
    const after = padding.slice(dims);
    if (autoPad.startsWith('SAME')) {
      for (const [d, size] of sizes.entries()) {
        const [step, taps] = [steps[d] as number, ((kernel[d] as number) - 1) * (gaps[d] as number) + 1];
        const total = Math.max(0, (Math.ceil(size / step) - 1) * step + taps - size);
        const smaller = Math.floor(total / 2);
        before[d] = autoPad === 'SAME_UPPER' ? smaller : total - smaller;
        after[d] = total - (before[d] as number);
      }
    }
    return { strides: steps, dilations: gaps, before, after };
  };
}

/** Adds elements around the last dimensions. */
export function padded(x: Tensor, { before, after }: Pick<Window, 'before' | 'after'>, value = 0): Tensor {
  if ([...before, ...after].every((size) => size === 0)) return x;
  const padding = before.map((size, d) => [size, after[d] as number]).reverse();
  return F.pad(x, padding.flat(), { value });
}

/** A one-dimensional signal as an image of height 1. */
export function asImage(x: Tensor): Tensor {
  return F.unsqueeze(x, x.ndim - 1);
}

/** The window for {@link asImage}. */
export function asImageWindow({ strides, dilations, before, after }: Window): Window {
  return {
    strides: [1, ...strides],
    dilations: [1, ...dilations],
    before: [0, ...before],
    after: [0, ...after],
  };
}

/** A convolution of one, two or three dimensions. */
export function convolve(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  window: Window,
  groups: number,
): Tensor {
  const dims = weight.ndim - 2;
  const { strides: stride, dilations: dilation, before, after } = window;
  if (dims === 1)
    return F.squeeze(convolve(asImage(x), asImage(weight), bias, asImageWindow(window), groups), -2);
  if (dims === 2) {
    const options = { stride: pair(stride), dilation: pair(dilation), groups };
    const padding = [...before, ...after] as [number, number, number, number];
    return F.conv2d(x, weight, bias, { ...options, padding });
  }
  const padding = [...before, ...after] as [number, number, number, number, number, number];
  return F.conv3d(x, weight, bias, { stride: triple(stride), dilation: triple(dilation), groups, padding });
}

export function pair(list: readonly number[]): [number, number] {
  return list as [number, number];
}

export function triple(list: readonly number[]): [number, number, number] {
  return list as [number, number, number];
}

/** Each element spreads over a window of the output, of which some is left out at both ends. */
function convolveTransposed(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  window: Window,
  groups: number,
): Tensor {
  const { strides, dilations, before, after } = window;
  const dims = strides.length;
  if (dims === 1) {
    const image = asImageWindow(window);
    return F.squeeze(convolveTransposed(asImage(x), asImage(weight), bias, image, groups), -2);
  }
  const more = before.map((pad, d) => pad - (after[d] as number));
  const isPlain = more.every(
    (extra, d) => extra >= 0 && extra < Math.max(strides[d] as number, dilations[d] as number),
  );
  // What PyTorch has no padding for is cut off. Only the far ends can need more than the windows reach.
  const padding = isPlain ? before : before.map(() => 0);
  const outputPadding = isPlain ? more : after.map((pad) => Math.max(0, -pad));
  const output =
    dims === 2
      ? F.convTranspose2d(x, weight, bias, {
          groups,
          stride: pair(strides),
          dilation: pair(dilations),
          padding: pair(padding),
          outputPadding: pair(outputPadding),
        })
      : F.convTranspose3d(x, weight, bias, {
          groups,
          stride: triple(strides),
          dilation: triple(dilations),
          padding: triple(padding),
          outputPadding: triple(outputPadding),
        });
  if (isPlain) return output;
  const cut = (sizes: readonly number[]) => sizes.map((size) => Math.min(0, -size));
  return padded(output, { before: cut(before), after: cut(after) });
}

/** Padding for an output of a given size, which may be larger than what the elements reach. */
function paddingFor(
  node: OnnxNode,
  sizes: readonly number[],
  kernel: readonly number[],
  window: Window,
): Pick<Window, 'before' | 'after'> {
  const { strides, dilations } = window;
  const extra = node.ints('output_padding', null) ?? sizes.map(() => 0);
  const shape = node.ints('output_shape', null);
  const autoPad = node.string('auto_pad', 'NOTSET');
  const wanted =
    shape ?? (autoPad.startsWith('SAME') ? sizes.map((size, d) => size * (strides[d] as number)) : null);
  if (wanted === null)
    return { before: window.before, after: window.after.map((pad, d) => pad - (extra[d] as number)) };
  const totals = sizes.map((size, d) => {
    const taps = ((kernel[d] as number) - 1) * (dilations[d] as number) + 1;
    return (
      (size - 1) * (strides[d] as number) +
      taps +
      (extra[d] as number) -
      (wanted.at(d - sizes.length) as number)
    );
  });
  const smaller = totals.map((total) => Math.floor(total / 2));
  const larger = totals.map((total, d) => total - (smaller[d] as number));
  const [before, after] = autoPad === 'SAME_UPPER' ? [smaller, larger] : [larger, smaller];
  return { before, after: after.map((pad, d) => pad - (extra[d] as number)) };
}

/** The convolution of a node: strides, padding, dilation and groups. */
export function convolutionOf(
  node: OnnxNode,
): (x: Tensor, weight: Tensor, bias: Tensor | undefined) => Tensor {
  const groups = node.int('group', 1);
  const windowOf = windowReader(node);
  return (x, weight, bias) =>
    convolve(x, weight, bias ?? null, windowOf(x.shape.slice(2), weight.shape.slice(2)), groups);
}

export const convolution: Operators = {
  ConvTranspose: operator<[Tensor, Tensor, Tensor | undefined]>([2, 3], (node) => {
    const groups = node.int('group', 1);
    const windowOf = windowReader(node);
    return (x, weight, bias) => {
      const [sizes, kernel] = [x.shape.slice(2), weight.shape.slice(2)];
      const window = windowOf(sizes, kernel);
      const padding = paddingFor(node, sizes, kernel, window);
      return convolveTransposed(x, weight, bias ?? null, { ...window, ...padding }, groups);
    };
  }),
  Conv: operator<[Tensor, Tensor, Tensor | undefined]>([2, 3], convolutionOf),
};
