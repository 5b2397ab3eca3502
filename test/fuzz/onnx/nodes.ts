/** One node of each operator, with inputs that it takes: what models to fuzz are put together from. */
import { operators } from '../../../lib/onnx/ops/index.js';
import type { AttributeProto, TensorProto } from '../../../lib/onnx/schema.js';
import { float, int, ints, text } from '../../onnx/messages.js';

/** What goes into a node: the value that is handed on from node to node, or a weight of its own. */
export type Operand = 'x' | TensorProto;

export interface Sample {
  readonly op: string;
  readonly inputs: readonly Operand[];
  readonly attributes: readonly AttributeProto[];
}

/** The shape of `x` at the start: what all of the samples below take. */
export const X_SHAPE = [2, 4, 6, 5];

/** float32, around 0. */
function f(...dims: number[]): TensorProto {
  const numel = dims.reduce((product, size) => product * size, 1);
  const values = Float32Array.from({ length: numel }, (_, i) => ((i * 7) % 11) / 4 - 1);
  return { dims, dataType: 1, rawData: new Uint8Array(values.buffer) };
}

/** float32 of these values. */
function fs(...values: number[]): TensorProto {
  return { dims: [values.length], dataType: 1, floatData: values };
}

/** int64 vector. */
function i(...values: number[]): TensorProto {
  return { dims: [values.length], dataType: 7, int64Data: values };
}

/** int64 scalar. */
function s(value: number): TensorProto {
  return { dims: [], dataType: 7, int64Data: [value] };
}

/** int64 of any shape, all 0 or 1. */
function indices(...dims: number[]): TensorProto {
  const numel = dims.reduce((product, size) => product * size, 1);
  return { dims, dataType: 7, int64Data: Array.from({ length: numel }, (_, k) => k % 2) };
}

function bytes(dataType: number, ...dims: number[]): TensorProto {
  const numel = dims.reduce((product, size) => product * size, 1);
  return { dims, dataType, rawData: Uint8Array.from({ length: numel }, (_, k) => k % 2) };
}

const UINT8 = 2;
const BOOL = 9;

const sample = (op: string, inputs: readonly Operand[], ...attributes: AttributeProto[]): Sample => ({
  op,
  inputs,
  attributes,
});

const window = [ints('kernel_shape', [3, 2]), ints('strides', [2, 1]), ints('pads', [1, 0, 1, 1])];

const special: readonly Sample[] = [
  sample('Conv', ['x', f(3, 4, 3, 3), f(3)], ints('pads', [1, 1, 1, 1]), ints('dilations', [2, 1])),
  sample('Conv', ['x', f(4, 1, 3, 3)], int('group', 4), text('auto_pad', 'SAME_UPPER')),
  sample('ConvTranspose', ['x', f(4, 2, 3, 3)], ints('strides', [2, 2]), ints('output_padding', [1, 0])),
  sample('ConvTranspose', ['x', f(4, 2, 2, 2)], ints('strides', [2, 2]), ints('output_shape', [11, 9])),
  sample('MaxPool', ['x'], ...window, int('ceil_mode', 1)),
  sample('AveragePool', ['x'], ...window, int('count_include_pad', 1), ints('dilations', [1, 2])),
  sample('LpPool', ['x'], ...window, int('p', 3)),
  sample('BatchNormalization', ['x', f(4), f(4), f(4), f(4)]),
  sample('InstanceNormalization', ['x', f(4), f(4)]),
  sample('GroupNormalization', ['x', f(4), f(4)], int('num_groups', 2)),
  sample('LayerNormalization', ['x', f(5), f(5)], int('axis', -1)),
  sample('LRN', ['x'], int('size', 3)),
  sample('MatMul', ['x', f(5, 3)]),
  sample('Gemm', [f(4, 5), f(3, 5), f(3)], int('transB', 1), float('alpha', 0.5)),
  sample('Einsum', ['x', f(5, 3)], text('equation', 'abcd,de->abce')),
  sample('Reshape', ['x', i(0, -1, 5)]),
  sample('Flatten', ['x'], int('axis', 2)),
  sample('Transpose', ['x'], ints('perm', [0, 3, 1, 2])),
  sample('Squeeze', [f(1, 4, 1), i(0)]),
  sample('Unsqueeze', ['x', i(1)]),
  sample('Expand', [f(4, 1, 1), i(2, 4, 6, 5)]),
  sample('Expand', ['x', i(3, 1, 1, 1, 1)]),
  sample('Tile', ['x', i(1, 2, 1, 1)]),
  sample('Concat', ['x', 'x'], int('axis', 1)),
  sample('Split', ['x', i(1, 3)], int('axis', 1)),
  sample('Split', ['x'], int('axis', 1), int('num_outputs', 1)),
  sample('Slice', ['x', i(0, -1), i(2 ** 62, -9), i(1, 2), i(2, -1)]),
  sample('Gather', ['x', indices(2, 2)], int('axis', 1)),
  sample('Gather', ['x', s(-1)], int('axis', 2)),
  sample('GatherElements', ['x', indices(2, 4, 6, 5)], int('axis', 2)),
  sample('GatherND', ['x', indices(3, 2)]),
  sample('ScatterElements', ['x', indices(1, 2, 2, 2), f(1, 2, 2, 2)], int('axis', 2)),
  sample('ScatterND', ['x', indices(1, 2), f(1, 6, 5)]),
  sample('Pad', ['x', i(0, 0, 1, 2, 0, 0, 0, 3), fs(0.5)]),
  sample('Pad', ['x', i(0, 0, 1, 2, 0, 0, 0, 3)], text('mode', 'reflect')),
  sample('Pad', ['x', i(1, 2), { dims: [], dataType: 1, floatData: [0] }, i(-1)], text('mode', 'edge')),
  sample('Resize', ['x', {}, fs(1, 1, 2, 1.5)], text('mode', 'linear')),
  sample('Resize', ['x', {}, {}, i(2, 4, 9, 3)], text('mode', 'cubic'), float('cubic_coeff_a', -0.5)),
  sample(
    'Resize',
    ['x', fs(0, 0, 0.25, 0.25, 1, 1, 0.75, 0.75), {}, i(2, 4, 3, 4)],
    text('coordinate_transformation_mode', 'tf_crop_and_resize'),
  ),
  sample('Upsample', ['x', fs(1, 1, 2, 2)], text('mode', 'nearest')),
  sample('DepthToSpace', ['x'], int('blocksize', 2)),
  sample('SpaceToDepth', [f(1, 2, 4, 4)], int('blocksize', 2)),
  sample('ConstantOfShape', [i(2, 3)], { name: 'value', type: 4, t: fs(2) }),
  sample('Constant', [], { name: 'value', type: 4, t: f(4, 1, 1) }),
  sample('Constant', [], ints('value_ints', [1, 2])),
  sample('Range', [s(0), s(6), s(2)]),
  sample('OneHot', [indices(3), s(4), fs(0, 1)], int('axis', -1)),
  sample('Compress', ['x', bytes(BOOL, 4)], int('axis', 1)),
  sample('Trilu', ['x', s(1)], int('upper', 0)),
  sample('Clip', [
    'x',
    { dims: [], dataType: 1, floatData: [-1] },
    { dims: [], dataType: 1, floatData: [1] },
  ]),
  sample('Cast', ['x'], int('to', 7)),
  sample('CumSum', ['x', s(1)], int('reverse', 1), int('exclusive', 1)),
  sample('And', [bytes(BOOL, 4, 1), bytes(BOOL, 4)]),
  sample('Or', [bytes(BOOL, 4, 1), bytes(BOOL, 4)]),
  sample('Xor', [bytes(BOOL, 4, 1), bytes(BOOL, 4)]),
  sample('Not', [bytes(BOOL, 4)]),
  sample('Where', [bytes(BOOL, 6, 1), 'x', f(5)]),
  sample('PRelu', ['x', f(4, 1, 1)]),
  sample('TopK', ['x', i(2)], int('axis', -1)),
  sample('ReduceSum', ['x', i(1, -1)], int('keepdims', 0)),
  sample('ReduceMean', ['x'], ints('axes', [2, 3])),
  sample('DequantizeLinear', [bytes(UINT8, 2, 4), fs(0.5), bytes(UINT8, 1)]),
  sample('QuantizeLinear', ['x', fs(0.5, 0.25, 1, 2), bytes(UINT8, 4)], int('axis', 1)),
  sample('Softmax', ['x'], int('axis', 1)),
  sample('Shape', ['x'], int('start', 1)),
];

/** The samples above, and of every other operator one that takes `x` as often as it must. */
export const samples: readonly Sample[] = [
  ...special,
  ...Object.entries(operators)
    .filter(([op]) => !special.some((one) => one.op === op))
    .map(([op, { least }]) => sample(op, new Array<Operand>(least).fill('x'))),
];
