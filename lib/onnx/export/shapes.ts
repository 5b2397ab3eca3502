/** Reshaping inside of converters. */
import { type Dim, equalDims } from '../../graph/dim.js';
import { Unsupported, type Writer } from './writer.js';

/** The same elements in order under another shape. */
export function reshape(writer: Writer, x: string, from: readonly Dim[], to: readonly Dim[]): string {
  // 0 keeps the input's size, -1 is what is left.
  const sizes = to.map((dim, d) => {
    if (typeof dim === 'number') return dim;
    return from[d] !== undefined && equalDims(dim, from[d]) ? 0 : -1;
  });
  if (!to.includes(0) && sizes.indexOf(-1) === sizes.lastIndexOf(-1))
    return writer.op('Reshape', [x, writer.int64s(sizes)]);
  return writer.op('Reshape', [x, writer.sizes(to)], { allowzero: 1 });
}

/** How many elements there are, where at most one size depends on the batch. */
export function product(sizes: readonly Dim[]): Dim {
  return sizes.reduce((a, b) => {
    if (typeof a === 'number') return typeof b === 'number' ? a * b : times(b, a);
    if (typeof b === 'number') return times(a, b);
    throw new Unsupported('a size is the square of the batch');
  }, 1);
}

/** The two dimensions last as images with a batch and channels, as pools of ONNX have them, for the time of `body`. */
export function asImages(
  writer: Writer,
  x: string,
  from: readonly Dim[],
  to: readonly Dim[],
  body: (images: string) => string,
): string {
  if (from.length === 4) return body(x);
  const [channels, ...sizes] = from.slice(-3).length === 3 ? from.slice(-3) : [1, ...from];
  const images = [product(from.slice(0, -3)), channels as Dim, ...sizes];
  const outputs = [...images.slice(0, 2), ...to.slice(-2)];
  return reshape(writer, body(reshape(writer, x, from, images)), outputs, to);
}

function times(dim: Exclude<Dim, number>, factor: number): Dim {
  return factor === 0 ? 0 : { perRow: dim.perRow * factor, fixed: dim.fixed * factor };
}
