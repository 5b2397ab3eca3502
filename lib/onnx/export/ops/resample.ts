/** Interpolation of one dimension. */

import type { Node } from '../../../graph/index.js';
import { attributesAt } from '../../../graph/views.js';
import { dispatch } from '../../../runtime/dispatch.js';
import { tensor } from '../../../tensor/create.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { fixedSizes, inputOf, numberOf, outputOf } from '../attributes.js';
import { product, reshape } from '../shapes.js';
import type { Converter } from '../writer.js';

/**
 * Coordinates are rounded otherwise by each runtime's `Resize`, and antialiasing is lacking before opset 18. So what the
 * op does to the numbers 0, 1, … says which elements to take, and what it does to an identity matrix, how to weigh them.
 */
export const resampling: Readonly<Record<string, Converter>> = {
  resample(writer, node, [x]) {
    const [from, to] = [inputOf(node, 0).shape, outputOf(node).shape];
    const dim = numberOf(node, 'dim');
    const [size] = fixedSizes(from.slice(dim, dim + 1)) as [number];
    if ((node.attributes.mode as string).startsWith('nearest')) {
      const positions = tensor(
        Float32Array.from({ length: size }, (_, i) => i),
        { shape: [size] },
      );
      const places = resampled(node, positions).to('int64');
      return writer.op('Gather', [x as string, writer.constant(places, 'places')], { axis: dim });
    }
    const identity = tensor(
      Float32Array.from({ length: size * size }, (_, i) => Number(i % (size + 1) === 0)),
      {
        shape: [size, size],
      },
    );
    const weights = resampled(node, identity);
    if (dim === from.length - 1)
      return writer.op('MatMul', [x as string, writer.constant(weights, 'weights')]);
    const columns = writer.constant(weights.permute(1, 0).contiguous(), 'weights');
    if (dim === from.length - 2) return writer.op('MatMul', [columns, x as string]);
    const rows = [...from.slice(0, dim + 1), product(from.slice(dim + 1))];
    const flat = reshape(writer, x as string, from, rows);
    return reshape(writer, writer.op('MatMul', [columns, flat]), rows.with(dim, to[dim] as number), to);
  },
};

/** What the op does to the last dimension of a tensor. */
function resampled(node: Node, input: Tensor): Tensor {
  const [size] = fixedSizes([outputOf(node).shape[numberOf(node, 'dim')] ?? 0]) as [number];
  const attributes = { ...attributesAt(node.attributes, 0), dim: input.ndim - 1 };
  const spec = { shape: input.shape.with(-1, size), dtype: input.dtype };
  return dispatch<Tensor, [typeof spec]>(node.op, attributes, [input], [spec])[0];
}
