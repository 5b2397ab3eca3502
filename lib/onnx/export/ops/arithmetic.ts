/** Arithmetic, comparisons and logic of two tensors, whose shapes broadcast in ONNX as they do in PyTorch. */
import type { DType } from '../../../tensor/dtype.js';
import { inputOf, outputOf } from '../attributes.js';
import { cast } from '../cast.js';
import type { Converter, Writer } from '../writer.js';

export const arithmetic: Readonly<Record<string, Converter>> = {
  add: direct('Add'),
  div: direct('Div'),
  eq: direct('Equal'),
  floorDivide(writer, node, [a, b]) {
    const { dtype } = outputOf(node);
    const [x, y] = [a as string, b as string];
    const exact = writer.op('Div', [writer.op('Sub', [x, remainder(writer, x, y, dtype)]), y]);
    if (dtype === 'int64') return exact;
    // By 0 there is no remainder, but a quotient.
    const byZero = writer.op('Equal', [y, writer.scalar(0, dtype)]);
    return writer.op('Where', [byZero, writer.op('Div', [x, y]), writer.op('Round', [exact])]);
  },
  ge: direct('GreaterOrEqual'),
  gt: direct('Greater'),
  le: direct('LessOrEqual'),
  logicalAnd: logic('And'),
  logicalOr: logic('Or'),
  logicalXor: logic('Xor'),
  lt: direct('Less'),
  maximum: direct('Max'),
  minimum: direct('Min'),
  mul: direct('Mul'),
  ne: (writer, _, inputs) => writer.op('Not', [writer.op('Equal', inputs)]),
  pow: direct('Pow'),
  remainder: (writer, node, [a, b]) => remainder(writer, a as string, b as string, outputOf(node).dtype),
  sub: direct('Sub'),
  truncDivide(writer, node, inputs) {
    const quotient = writer.op('Div', inputs); // of integers already truncated
    return outputOf(node).dtype === 'int64' ? quotient : truncate(writer, quotient);
  },
  where(writer, node, [condition, a, b]) {
    const { dtype } = outputOf(node);
    const via = chosenAs(dtype);
    const [x, y] = [cast(writer, a as string, dtype, via), cast(writer, b as string, dtype, via)];
    return cast(writer, writer.op('Where', [condition as string, x, y]), via, dtype);
  },
};

/** The value without its fraction. */
export function truncate(writer: Writer, x: string): string {
  return writer.op('Mul', [writer.op('Sign', [x]), writer.op('Floor', [writer.op('Abs', [x])])]);
}

function direct(opType: string): Converter {
  return (writer, _, inputs) => writer.op(opType, inputs);
}

function logic(opType: string): Converter {
  return (writer, node, inputs) =>
    writer.op(
      opType,
      inputs.map((name, i) => cast(writer, name, inputOf(node, i).dtype, 'bool')),
    );
}

/** Python's remainder, which has the sign of the divisor. */
function remainder(writer: Writer, x: string, y: string, dtype: DType): string {
  if (dtype === 'int64') return writer.op('Mod', [x, y]);
  const zero = writer.scalar(0, dtype);
  const rest = writer.op('Mod', [x, y], { fmod: 1 });
  const negative = (value: string) => writer.op('Less', [value, zero]);
  const otherSign = writer.op('Xor', [negative(rest), negative(y)]);
  const some = writer.op('Not', [writer.op('Equal', [rest, zero])]);
  return writer.op('Where', [writer.op('And', [some, otherSign]), writer.op('Add', [rest, y]), rest]);
}

/** The dtype in which runtimes choose between elements: they lack `Where` for half types, short integers and bool. */
function chosenAs(dtype: DType): DType {
  if (dtype === 'float16' || dtype === 'bfloat16') return 'float32';
  return dtype === 'float32' || dtype === 'float64' || dtype === 'int64' ? dtype : 'int32';
}
