/** Activation functions. */
import type { Node } from '../../../graph/index.js';
import { inputOf, numberOf, outputOf } from '../attributes.js';
import { type Converter, float, type Writer } from '../writer.js';

export const activations: Readonly<Record<string, Converter>> = {
  elu(writer, node, [x]) {
    const [alpha, scale] = [numberOf(node, 'alpha'), numberOf(node, 'inputScale')];
    const opType = scale === 1 ? 'Elu' : 'Celu'; // whose scale is 1 / alpha
    return writer.op(opType, [x as string], { alpha: float(alpha) });
  },
  gelu(writer, node, [x]) {
    if (writer.opset >= 20) return writer.op('Gelu', [x as string], { approximate: 'none' });
    const { dtype } = outputOf(node);
    const scaled = writer.op('Mul', [x as string, writer.scalar(Math.SQRT1_2, dtype)]);
    return halfTimesOnePlus(writer, node, x as string, writer.op('Erf', [scaled]));
  },
  geluTanh(writer, node, [x]) {
    if (writer.opset >= 20) return writer.op('Gelu', [x as string], { approximate: 'tanh' });
    const { dtype } = outputOf(node);
    const cube = writer.op('Pow', [x as string, writer.scalar(3, dtype)]);
    const added = writer.op('Mul', [cube, writer.scalar(0.044715, dtype)]);
    const sum = writer.op('Add', [x as string, added]);
    const scaled = writer.op('Mul', [sum, writer.scalar(Math.sqrt(2 / Math.PI), dtype)]);
    return halfTimesOnePlus(writer, node, x as string, writer.op('Tanh', [scaled]));
  },
  hardshrink: (writer, node, inputs) =>
    writer.op('Shrink', inputs, { lambd: float(numberOf(node, 'lambd')), bias: float(0) }),
  hardsigmoid: (writer, _, inputs) =>
    writer.op('HardSigmoid', inputs, { alpha: float(1 / 6), beta: float(0.5) }),
  hardswish: (writer, _, inputs) => writer.op('HardSwish', inputs),
  hardtanh(writer, node, [x]) {
    const { dtype } = outputOf(node);
    const limit = (key: string) => writer.scalar(numberOf(node, key), dtype);
    // The upper limit wins where it is the lower one.
    return writer.op('Min', [writer.op('Max', [x as string, limit('minVal')]), limit('maxVal')]);
  },
  leakyRelu: (writer, node, inputs) =>
    writer.op('LeakyRelu', inputs, { alpha: float(numberOf(node, 'negativeSlope')) }),
  logsigmoid: (writer, _, inputs) => writer.op('Neg', [writer.op('Softplus', [writer.op('Neg', inputs)])]),
  mish(writer, _, [x]) {
    if (writer.opset >= 18) return writer.op('Mish', [x as string]);
    return writer.op('Mul', [x as string, writer.op('Tanh', [writer.op('Softplus', [x as string])])]);
  },
  prelu(writer, node, [x, weight]) {
    const rank = inputOf(node, 0).shape.length;
    const slopes = inputOf(node, 1).shape;
    if (slopes.length === 0 || slopes[0] === 1 || rank <= 2)
      return writer.op('PRelu', [x as string, weight as string]);
    const sizes = writer.int64s([slopes[0] as number, ...new Array<number>(rank - 2).fill(1)]);
    return writer.op('PRelu', [x as string, writer.op('Reshape', [weight as string, sizes])]);
  },
  selu: (writer, _, inputs) => writer.op('Selu', inputs),
  silu: (writer, _, [x]) => writer.op('Mul', [x as string, writer.op('Sigmoid', [x as string])]),
  softplus(writer, node, [x]) {
    const { dtype } = outputOf(node);
    const [beta, threshold] = [writer.scalar(numberOf(node, 'beta'), dtype), numberOf(node, 'threshold')];
    const scaled = writer.op('Mul', [x as string, beta]);
    const soft = writer.op('Div', [writer.op('Softplus', [scaled]), beta]);
    const isAbove = writer.op('Greater', [scaled, writer.scalar(threshold, dtype)]);
    return writer.op('Where', [isAbove, x as string, soft]);
  },
  softshrink(writer, node, inputs) {
    const lambd = float(numberOf(node, 'lambd'));
    return writer.op('Shrink', inputs, { lambd, bias: lambd });
  },
  softsign: (writer, _, inputs) => writer.op('Softsign', inputs),
  threshold(writer, node, [x]) {
    const { dtype } = outputOf(node);
    const isAbove = writer.op('Greater', [x as string, writer.scalar(numberOf(node, 'threshold'), dtype)]);
    return writer.op('Where', [isAbove, x as string, writer.scalar(numberOf(node, 'value'), dtype)]);
  },
};

function halfTimesOnePlus(writer: Writer, node: Node, x: string, y: string): string {
  const { dtype } = outputOf(node);
  const half = writer.op('Mul', [x, writer.scalar(0.5, dtype)]);
  return writer.op('Mul', [half, writer.op('Add', [y, writer.scalar(1, dtype)])]);
}
