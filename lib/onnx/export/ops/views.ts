/** Views, copies and other ops that move elements. */
import { type Dim, equalDims } from '../../../graph/dim.js';
import { tensor } from '../../../tensor/create.js';
import { dimOf, inputOf, numberOf, numbersOf, outputOf } from '../attributes.js';
import { cast } from '../cast.js';
import { reshape } from '../shapes.js';
import type { Converter, Writer } from '../writer.js';

/** Where a slice of ONNX ends that takes all there is. */
const END = Number.MAX_SAFE_INTEGER;

export const views: Readonly<Record<string, Converter>> = {
  cat(writer, node, inputs) {
    const { dtype } = outputOf(node);
    const parts = inputs.map((name, i) => cast(writer, name, inputOf(node, i).dtype, dtype));
    return writer.op('Concat', parts, { axis: numberOf(node, 'dim') });
  },
  copy(writer, node, [x]) {
    return cast(writer, x as string, inputOf(node, 0).dtype, outputOf(node).dtype);
  },
  expand(writer, node, [x]) {
    const { shape } = outputOf(node);
    const from = inputOf(node, 0).shape;
    const added = shape.length - from.length;
    // A size of 1 keeps the input's.
    const sizes = shape.map((dim, d) => (d >= added && equalDims(dim, from[d - added] as Dim) ? 1 : dim));
    return writer.op('Expand', [x as string, writer.sizes(sizes)]);
  },
  fill(writer, node) {
    const { shape, dtype } = outputOf(node);
    const value = tensor([numberOf(node, 'value')], { dtype });
    return writer.op('ConstantOfShape', [writer.sizes(shape)], { value });
  },
  flip(writer, node, [x]) {
    const dims = numbersOf(node, 'dims');
    const all = (value: number) => writer.int64s(dims.map(() => value));
    if (dims.length === 0) return x as string;
    return writer.op('Slice', [x as string, all(-1), all(-END), writer.int64s(dims), all(-1)]);
  },
  permute(writer, node, [x]) {
    return writer.op('Transpose', [x as string], { perm: numbersOf(node, 'dims') });
  },
  reshape: (writer, node, [x]) => reshape(writer, x as string, inputOf(node, 0).shape, outputOf(node).shape),
  select(writer, node, [x]) {
    const axis = numberOf(node, 'dim');
    const index = dimOf(node, 'index');
    if (typeof index === 'number')
      return writer.op('Gather', [x as string, writer.scalar(index, 'int64')], { axis });
    const row = writer.op('Gather', [x as string, writer.sizes([index])], { axis });
    return writer.op('Squeeze', [row, writer.int64s([axis])]);
  },
  slice(writer, node, [x]) {
    const dim = numberOf(node, 'dim');
    const cut = {
      dim,
      start: dimOf(node, 'start'),
      length: dimOf(node, 'length'),
      step: numberOf(node, 'step'),
    };
    return slice(writer, x as string, cut, inputOf(node, 0).shape[dim] as Dim);
  },
};

/** `length` elements of dimension `dim` from `start` on, each `step` after the one before. */
export function slice(
  writer: Writer,
  x: string,
  { dim, start, length, step }: { dim: number; start: Dim; length: Dim; step: number },
  size: Dim,
): string {
  const end = length === 0 ? start : plus(start, length, step, 1 - step);
  const ends = equalDims(end, size) ? writer.int64s([END]) : writer.sizes([end]);
  return writer.op('Slice', [x, writer.sizes([start]), ends, writer.int64s([dim]), writer.int64s([step])]);
}

/** `a + b * times + more`. */
function plus(a: Dim, b: Dim, times: number, more: number): Dim {
  const [x, y] = [a, b].map((dim) => (typeof dim === 'number' ? { perRow: 0, fixed: dim } : dim)) as [
    Exclude<Dim, number>,
    Exclude<Dim, number>,
  ];
  const perRow = x.perRow + y.perRow * times;
  const fixed = x.fixed + y.fixed * times + more;
  return perRow === 0 ? fixed : { perRow, fixed };
}
