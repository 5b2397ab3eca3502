/** Functions of one tensor, element by element. */
import { outputOf } from '../attributes.js';
import type { Converter } from '../writer.js';
import { truncate } from './arithmetic.js';

export const elementwise: Readonly<Record<string, Converter>> = {
  abs: direct('Abs'),
  ceil: ofFloats(direct('Ceil')),
  cos: direct('Cos'),
  exp: direct('Exp'),
  exp2: (writer, node, [x]) => writer.op('Pow', [writer.scalar(2, outputOf(node).dtype), x as string]),
  /** `tanh(x / 2) * (e^x + 1)`, which is accurate near 0 too. */
  expm1(writer, node, [x]) {
    const { dtype } = outputOf(node);
    const half = writer.op('Mul', [x as string, writer.scalar(0.5, dtype)]);
    const sum = writer.op('Add', [writer.op('Exp', [x as string]), writer.scalar(1, dtype)]);
    return writer.op('Mul', [writer.op('Tanh', [half]), sum]);
  },
  floor: ofFloats(direct('Floor')),
  log: direct('Log'),
  log10: logarithm(Math.LOG10E),
  /** Near 0 `2 artanh(x / (2 + x))`, which is accurate there. */
  log1p(writer, node, inputs) {
    const { dtype } = outputOf(node);
    const x = inputs[0] as string;
    const shifted = writer.op('Add', [x, writer.scalar(2, dtype)]);
    const artanh = writer.op('Atanh', [writer.op('Div', [x, shifted])]);
    const near = writer.op('Mul', [artanh, writer.scalar(2, dtype)]);
    const far = writer.op('Log', [writer.op('Add', [x, writer.scalar(1, dtype)])]);
    const isNear = writer.op('Less', [writer.op('Abs', [x]), writer.scalar(0.5, dtype)]);
    return writer.op('Where', [isNear, near, far]);
  },
  log2: logarithm(Math.LOG2E),
  neg: direct('Neg'),
  reciprocal: direct('Reciprocal'),
  relu: direct('Relu'),
  round: ofFloats(direct('Round')),
  rsqrt: (writer, _, inputs) => writer.op('Reciprocal', [writer.op('Sqrt', inputs)]),
  sigmoid: direct('Sigmoid'),
  sign: direct('Sign'),
  sin: direct('Sin'),
  sqrt: direct('Sqrt'),
  tanh: direct('Tanh'),
  trunc: ofFloats((writer, _, [x]) => truncate(writer, x as string)),
};

function direct(opType: string): Converter {
  return (writer, _, inputs) => writer.op(opType, inputs);
}

/** What leaves integers as they are. */
function ofFloats(converter: Converter): Converter {
  return (writer, node, inputs) =>
    outputOf(node).dtype === 'int64' ? (inputs[0] as string) : converter(writer, node, inputs);
}

function logarithm(scale: number): Converter {
  return (writer, node, inputs) =>
    writer.op('Mul', [writer.op('Log', inputs), writer.scalar(scale, outputOf(node).dtype)]);
}
