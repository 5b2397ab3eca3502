/** Reductions and softmax. */
import { type Dim, equalShapes } from '../../../graph/dim.js';
import { fixedSizes, inputOf, numberOf, numbersOf, outputOf } from '../attributes.js';
import { cast } from '../cast.js';
import { product, reshape } from '../shapes.js';
import type { Converter, Writer } from '../writer.js';

export const reductions: Readonly<Record<string, Converter>> = {
  all: logical('ReduceMin'),
  any: logical('ReduceMax'),
  cumsum(writer, node, [x]) {
    const [axis] = numbersOf(node, 'dims');
    return axis === undefined
      ? (x as string)
      : writer.op('CumSum', [x as string, writer.scalar(axis, 'int64')]);
  },
  l1: reduction('ReduceL1'),
  l2: reduction('ReduceL2'),
  logSoftmax: softmax('LogSoftmax'),
  max: extremum('ReduceMax', 'ArgMax'),
  mean: reduction('ReduceMean'),
  min: extremum('ReduceMin', 'ArgMin'),
  moments(writer, node, [x]) {
    const dims = numbersOf(node, 'dims');
    const { shape, dtype } = inputOf(node, 0);
    const to = outputOf(node).shape;
    const count = fixedSizes(dims.map((dim) => shape[dim] as Dim)).reduce((a, b) => a * b, 1);
    const divisor = Math.max(0, count - numberOf(node, 'correction'));
    const ones = shape.map((size, d) => (dims.includes(d) ? 1 : size));
    const mean = (value: string, shapeOfMean: readonly Dim[]) =>
      reduce(writer, 'ReduceMean', value, dims, shape, shapeOfMean);
    const apart = writer.op('Sub', [x as string, mean(x as string, ones)]);
    const squares = mean(writer.op('Mul', [apart, apart]), to);
    const variance = writer.op('Mul', [squares, writer.scalar(count / divisor, dtype)]);
    const result = node.attributes.root === true ? writer.op('Sqrt', [variance]) : variance;
    return [result, mean(x as string, to)];
  },
  prod: reduction('ReduceProd'),
  softmax: softmax('Softmax'),
  sum: reduction('ReduceSum'),
};

/** Reduces dimensions to the shape `to`: to sizes of 1, or without them. */
function reduce(
  writer: Writer,
  opType: string,
  x: string,
  dims: readonly number[],
  from: readonly Dim[],
  to: readonly Dim[],
): string {
  if (dims.length === 0) return x;
  const kept = keeps(dims, from, to);
  const result = reduceAxes(writer, opType, x, dims, kept);
  return kept ? result : placed(writer, result, dims, from, to);
}

/** Reduces axes, which became an input with opset 18, for sums earlier. */
export function reduceAxes(
  writer: Writer,
  opType: string,
  x: string,
  axes: readonly number[],
  kept: boolean,
): string {
  const keepdims = Number(kept);
  return opType === 'ReduceSum' || writer.opset >= 18
    ? writer.op(opType, [x, writer.int64s(axes)], { keepdims })
    : writer.op(opType, [x], { axes, keepdims });
}

function reduction(opType: string): Converter {
  return (writer, node, [x]) =>
    reduce(
      writer,
      opType,
      x as string,
      numbersOf(node, 'dims'),
      inputOf(node, 0).shape,
      outputOf(node).shape,
    );
}

/** Reductions of bool go by int32. */
function logical(opType: string): Converter {
  const converter = reduction(opType);
  return (writer, node, [x]) => {
    const numbers = cast(writer, x as string, 'bool', 'int32');
    return cast(writer, converter(writer, node, [numbers]) as string, 'int32', 'bool');
  };
}

function extremum(reduceOp: string, argOp: string): Converter {
  const values = reduction(reduceOp);
  return (writer, node, inputs) => {
    const dims = numbersOf(node, 'dims');
    const from = inputOf(node, 0).shape;
    const axis = dims[0] ?? 0;
    // The index counts through all reduced dimensions, so they become one.
    const together = product(dims.map((dim) => from[dim] as Dim));
    const flat = [...from.slice(0, axis), together, ...from.slice(axis + dims.length)];
    const x = dims.length === 1 ? (inputs[0] as string) : reshape(writer, inputs[0] as string, from, flat);
    const index = writer.op(argOp, [x], { axis, keepdims: 0 });
    const indices = placed(writer, index, [axis], flat, outputOf(node).shape);
    return [values(writer, node, inputs) as string, indices];
  };
}

function softmax(opType: string): Converter {
  return (writer, node, inputs) => writer.op(opType, inputs, { axis: numberOf(node, 'dim') });
}

/** Whether the reduced dimensions stay, with size 1. */
function keeps(dims: readonly number[], from: readonly Dim[], to: readonly Dim[]): boolean {
  return equalShapes(
    from.map((size, d) => (dims.includes(d) ? 1 : size)),
    to,
  );
}

/** What was reduced without `keepdims`, in its shape: where dimensions stay, they may be elsewhere. */
function placed(
  writer: Writer,
  x: string,
  dims: readonly number[],
  from: readonly Dim[],
  to: readonly Dim[],
): string {
  const left = from.filter((_, d) => !dims.includes(d));
  return equalShapes(left, to) ? x : reshape(writer, x, left, to);
}
