/** Padding of the last two dimensions. */
import type { Node } from '../../../graph/index.js';
import { fixedSizes, inputOf, numberOf, numbersOf } from '../attributes.js';
import type { Converter, Writer } from '../writer.js';
import { slice } from './views.js';

const modes: Readonly<Record<string, string>> = {
  constant: 'constant',
  reflect: 'reflect',
  replicate: 'edge',
};

export const pads: Readonly<Record<string, Converter>> = {
  pad(writer, node, [x]) {
    const padding = numbersOf(node, 'padding');
    const mode = modes[node.attributes.mode as string];
    if (mode === undefined) return wrapped(writer, node, x as string, padding);
    return padded(writer, x as string, inputOf(node, 0).shape.length, padding, mode, numberOf(node, 'value'));
  },
};

/** @param padding `[top, left, bottom, right]` */
export function padded(
  writer: Writer,
  x: string,
  rank: number,
  padding: readonly number[],
  mode: string,
  value: number,
): string {
  const [top, left, bottom, right] = padding as [number, number, number, number];
  const side = (vertical: number, horizontal: number) => {
    const last = rank === 1 ? [horizontal] : [vertical, horizontal];
    return [...new Array<number>(rank - last.length).fill(0), ...last];
  };
  const sizes = writer.int64s([...side(top, left), ...side(bottom, right)]);
  return writer.op('Pad', mode === 'constant' ? [x, sizes, writer.scalar(value)] : [x, sizes], { mode });
}

/** The image goes on at its other end: ONNX has a mode for that only since opset 19. */
function wrapped(writer: Writer, node: Node, x: string, padding: readonly number[]): string {
  const { shape } = inputOf(node, 0);
  let result = x;
  for (const [i, dim] of [shape.length - 2, shape.length - 1].entries()) {
    const [before, after] = [padding[i] as number, padding[i + 2] as number];
    if (before === 0 && after === 0) continue;
    const [size] = fixedSizes(shape.slice(dim, dim + 1)) as [number];
    const part = (start: number, length: number) =>
      slice(writer, result, { dim, start, length, step: 1 }, size);
    const parts = [before > 0 && part(size - before, before), result, after > 0 && part(0, after)];
    result = writer.op(
      'Concat',
      parts.filter((name) => name !== false),
      { axis: dim },
    );
  }
  return result;
}
