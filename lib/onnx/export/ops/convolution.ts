/** Convolution and matrix products. */
import { fixedSizes, inputOf, numberOf, numbersOf, outputOf } from '../attributes.js';
import type { Converter, Writer } from '../writer.js';

export const products: Readonly<Record<string, Converter>> = {
  conv1d: convolution(3),
  conv2d: convolution(4),
  conv3d: convolution(5),
  convTranspose1d: transposedConvolution(3),
  convTranspose2d: transposedConvolution(4),
  convTranspose3d: transposedConvolution(5),
  linear(writer, node, inputs) {
    const [x, weight, bias] = inputs as [string, string, string];
    if (inputOf(node, 0).shape.length === 2) return writer.op('Gemm', inputs, { transB: 1 });
    const product = writer.op('MatMul', [x, writer.op('Transpose', [weight], { perm: [1, 0] })]);
    return bias === '' ? product : writer.op('Add', [product, bias]);
  },
  matmul: (writer, _, inputs) => writer.op('MatMul', inputs),
};

function convolution(rank: number): Converter {
  return (writer, node, [x, weight, bias]) =>
    asBatch(writer, x as string, inputOf(node, 0).shape.length, rank, (batch) =>
      writer.op('Conv', [batch, weight as string, bias as string], {
        kernel_shape: fixedSizes(inputOf(node, 1).shape.slice(2)),
        strides: numbersOf(node, 'stride'),
        pads: numbersOf(node, 'padding'),
        dilations: numbersOf(node, 'dilation'),
        group: numberOf(node, 'groups'),
      }),
    );
}

function transposedConvolution(rank: number): Converter {
  return (writer, node, [x, weight, bias]) => {
    const dims = rank - 2;
    const kernel = fixedSizes(inputOf(node, 1).shape.slice(2));
    const sizes = fixedSizes(inputOf(node, 0).shape.slice(-dims));
    const [stride, padding] = [numbersOf(node, 'stride'), numbersOf(node, 'padding')];
    const dilation = numbersOf(node, 'dilation');
    // What the output has beyond the size that follows from all else.
    const added = fixedSizes(outputOf(node).shape.slice(-dims)).map((size, d) => {
      const [step, pad] = [stride[d] as number, padding[d] as number];
      const reach = (dilation[d] as number) * ((kernel[d] as number) - 1) + 1;
      return size - (((sizes[d] as number) - 1) * step - 2 * pad + reach);
    });
    return asBatch(writer, x as string, inputOf(node, 0).shape.length, rank, (batch) =>
      writer.op('ConvTranspose', [batch, weight as string, bias as string], {
        kernel_shape: kernel,
        strides: stride,
        pads: [...padding, ...padding],
        output_padding: added,
        dilations: dilation,
        group: numberOf(node, 'groups'),
      }),
    );
  };
}

/** Gives an op a batch of one where the input of a network's op is none. */
export function asBatch(
  writer: Writer,
  x: string,
  rank: number,
  batchedRank: number,
  body: (batch: string) => string,
): string {
  if (rank === batchedRank) return body(x);
  const axes = writer.int64s([0]);
  return writer.op('Squeeze', [body(writer.op('Unsqueeze', [x, axes])), axes]);
}
