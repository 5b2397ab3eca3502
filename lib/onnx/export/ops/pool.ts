/** Pooling over the last dimensions. */
import type { Node } from '../../../graph/index.js';
import { tensor } from '../../../tensor/create.js';
import { fixedSizes, inputOf, numberOf, numbersOf, outputOf } from '../attributes.js';
import { asImages } from '../shapes.js';
import { type Converter, type OnnxNode, Unsupported, type Writer } from '../writer.js';
import { padded } from './pad.js';
import { reduceAxes } from './reduce.js';
import { slice } from './views.js';

export const pools: Readonly<Record<string, Converter>> = {
  adaptiveAvgPool2d(writer, node, [x]) {
    const [from, to] = [inputOf(node, 0).shape, outputOf(node).shape];
    const sizes = fixedSizes(from.slice(-2));
    const windows = fixedSizes(to.slice(-2));
    const kernel = sizes.map((size, d) => size / (windows[d] as number));
    if (!kernel.every(Number.isInteger)) return averages(writer, x as string, sizes, windows);
    return asImages(writer, x as string, from, to, (images) =>
      windows.every((count) => count === 1)
        ? writer.op('GlobalAveragePool', [images])
        : writer.op('AveragePool', [images], { kernel_shape: kernel, strides: kernel }),
    );
  },
  /** Windows of equal sizes; of others only the largest elements, one dimension after another. */
  adaptiveMaxPool(writer, node, [x]) {
    const dims = numberOf(node, 'dims');
    const [from, to] = [inputOf(node, 0).shape, outputOf(node).shape];
    const sizes = fixedSizes(from.slice(-dims));
    const windows = fixedSizes(to.slice(-dims));
    const kernel = sizes.map((size, d) => size / (windows[d] as number));
    if (kernel.every(Number.isInteger))
      return maxima(writer, node, x as string, { kernel_shape: kernel, strides: kernel });
    return windows.reduce(
      (result, count, d) =>
        count === sizes[d]
          ? result
          : largest(writer, result, from.length - dims + d, sizes[d] as number, count),
      x as string,
    );
  },
  avgPool2d(writer, node, [x]) {
    const window = windowOf(node);
    const divisor = numberOf(node, 'divisorOverride');
    const includePad = node.attributes.countIncludePad === true && window.padding.some((size) => size > 0);
    const hangsOver = `${window.pads}` !== `${window.padding}`;
    const pool = (includes: boolean) =>
      asPool(writer, 'AveragePool', node, x as string, window, { count_include_pad: Number(includes) });
    // Without padding what hangs over is left out of the average anyway.
    if (divisor === 0 && !(includePad && hangsOver)) return pool(includePad);
    const elements = (window.kernel[0] as number) * (window.kernel[1] as number);
    const scale =
      divisor !== 0 ? writer.scalar(elements / divisor) : writer.constant(divisorScales(window), 'scale');
    return writer.op('Mul', [pool(true), scale]);
  },
  maxPool2d(writer, node, [x]) {
    const window = windowOf(node);
    const dilations = numbersOf(node, 'dilation');
    if (fits(window.pads, window.kernel))
      return asPool(writer, 'MaxPool', node, x as string, window, { dilations });
    const rank = inputOf(node, 0).shape.length;
    const around = padded(writer, x as string, rank, window.pads, 'constant', Number.NEGATIVE_INFINITY);
    return asPool(writer, 'MaxPool', node, around, { ...window, pads: [0, 0, 0, 0] }, { dilations });
  },
  maxPoolIndices(writer, node, [x]) {
    const { kernel, stride, pads } = windowOf(node);
    if (!fits(pads, kernel)) throw new Unsupported('padding of the size of a kernel');
    const dilations = numbersOf(node, 'dilation');
    return maxima(writer, node, x as string, { kernel_shape: kernel, strides: stride, pads, dilations });
  },
};

/** Runtimes refuse padding of a kernel's size and more, which a dilated last window of `ceilMode` may bring about. */
function fits(pads: readonly number[], kernel: readonly number[]): boolean {
  return pads.every((size, i) => size < (kernel[i % kernel.length] as number));
}

/** The largest elements and where they are in their image; ONNX counts through the whole batch. */
function maxima(writer: Writer, node: Node, x: string, attributes: OnnxNode['attributes']): string[] {
  const dims = (attributes.kernel_shape as readonly number[]).length;
  const from = inputOf(node, 0).shape;
  const isBatch = from.length === dims + 2;
  const axes = [0];
  const batch = isBatch ? x : writer.op('Unsqueeze', [x, writer.int64s(axes)]);
  const results = writer.opWithOutputs('MaxPool', [batch], 2, attributes);
  const [values, places] = isBatch
    ? results
    : results.map((result) => writer.op('Squeeze', [result, writer.int64s(axes)]));
  const elements = fixedSizes(from.slice(-dims)).reduce((a, b) => a * b);
  return [values as string, writer.op('Mod', [places as string, writer.scalar(elements, 'int64')])];
}

/** The largest elements of the windows that divide a dimension into `count` parts. */
function largest(writer: Writer, x: string, dim: number, size: number, count: number): string {
  const parts = Array.from({ length: count }, (_, i) => {
    const [start, end] = [Math.floor((i * size) / count), Math.ceil(((i + 1) * size) / count)];
    const part = slice(writer, x, { dim, start, length: end - start, step: 1 }, size);
    return reduceAxes(writer, 'ReduceMax', part, [dim], true);
  });
  return writer.op('Concat', parts, { axis: dim });
}

interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  /** The padding with so much more at the end that the last window of `ceilMode` fits, since `ceil_mode` differs between versions. */
  readonly pads: readonly number[];
  readonly sizes: readonly number[];
  readonly counts: readonly number[];
}

function windowOf(node: Node): Window {
  const kernel = numbersOf(node, 'kernelSize');
  const stride = numbersOf(node, 'stride');
  const padding = numbersOf(node, 'padding');
  const dilation = node.attributes.dilation === undefined ? kernel.map(() => 1) : numbersOf(node, 'dilation');
  const dims = kernel.length;
  const sizes = fixedSizes(inputOf(node, 0).shape.slice(-dims));
  const counts = fixedSizes(outputOf(node).shape.slice(-dims));
  const ends = kernel.map((size, d) => {
    const reach =
      ((counts[d] as number) - 1) * (stride[d] as number) + (dilation[d] as number) * (size - 1) + 1;
    return Math.max(padding[d + dims] as number, reach - (sizes[d] as number) - (padding[d] as number));
  });
  return { kernel, stride, padding, pads: [...padding.slice(0, dims), ...ends], sizes, counts };
}

/** The pool over two dimensions, or over the last alone where windows are single rows. */
function asPool(
  writer: Writer,
  opType: string,
  node: Node,
  x: string,
  { kernel, stride, pads }: Window,
  attributes: OnnxNode['attributes'],
): string {
  const [from, to] = [inputOf(node, 0).shape, outputOf(node).shape];
  const isRow = from.length === 3 && kernel[0] === 1 && stride[0] === 1 && pads[0] === 0 && pads[2] === 0;
  const own = (lists: OnnxNode['attributes']) =>
    Object.fromEntries(
      Object.entries(lists).map(([key, list]) => [
        key,
        isRow && Array.isArray(list) ? list.filter((_, i) => i % 2 === 1) : list,
      ]),
    );
  const window = own({ kernel_shape: kernel, strides: stride, pads, ...attributes });
  if (isRow) return writer.op(opType, [x], window);
  return asImages(writer, x, from, to, (images) => writer.op(opType, [images], window));
}

/** What an average over whole windows is to be multiplied by to count only what is inside of the padded image. */
function divisorScales({ kernel, stride, padding, sizes, counts }: Window) {
  const inside = (d: number) =>
    Array.from({ length: counts[d] as number }, (_, i) => {
      const start = i * (stride[d] as number) - (padding[d] as number);
      const end = Math.min(start + (kernel[d] as number), (sizes[d] as number) + (padding[d + 2] as number));
      return (kernel[d] as number) / (end - start);
    });
  return tensor(inside(0).map((row) => inside(1).map((column) => row * column)));
}

/** The averages of windows of unequal sizes, as products with a matrix for each dimension. */
function averages(writer: Writer, x: string, sizes: readonly number[], windows: readonly number[]): string {
  const matrix = (d: number) => {
    const [size, count] = [sizes[d] as number, windows[d] as number];
    const rows = Array.from({ length: count }, (_, i) => {
      const [start, end] = [Math.floor((i * size) / count), Math.ceil(((i + 1) * size) / count)];
      return Array.from({ length: size }, (_, j) => (j >= start && j < end ? 1 / (end - start) : 0));
    });
    return tensor(rows);
  };
  let result = x;
  if (sizes[1] !== windows[1])
    result = writer.op('MatMul', [result, writer.constant(matrix(1).permute(1, 0), 'columns')]);
  if (sizes[0] !== windows[0]) result = writer.op('MatMul', [writer.constant(matrix(0), 'rows'), result]);
  return result;
}
