/** Elements by their indices, and in order. */
import type { Dim } from '../../../graph/index.js';
import { inputOf, numberOf, outputOf } from '../attributes.js';
import type { Converter, Writer } from '../writer.js';

export const indexing: Readonly<Record<string, Converter>> = {
  gather: (writer, node, inputs) => writer.op('GatherElements', inputs, { axis: numberOf(node, 'dim') }),
  indexSelect: (writer, node, inputs) => writer.op('Gather', inputs, { axis: numberOf(node, 'dim') }),
  sort(writer, node, [x]) {
    const dim = numberOf(node, 'dim');
    const size = inputOf(node, 0).shape[dim] as Dim;
    return ordered(writer, x as string, dim, size, node.attributes.descending === true);
  },
  topk(writer, node, [x]) {
    const dim = numberOf(node, 'dim');
    const size = outputOf(node).shape[dim] as Dim;
    return ordered(writer, x as string, dim, size, node.attributes.largest === true);
  },
};

/** Of equal elements the first comes first, as in a stable sort. */
function ordered(writer: Writer, x: string, axis: number, size: Dim, largest: boolean): string[] {
  return writer.opWithOutputs('TopK', [x, writer.sizes([size])], 2, {
    axis,
    largest: Number(largest),
    sorted: 1,
  });
}
