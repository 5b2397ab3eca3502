import { describe, expect, test } from 'vitest';
import { type ConvoltError, ones, onnx, runGraph, type Tensor, tensor, trace } from '../../lib/index.js';
import { encodeModel } from '../../lib/onnx/protobuf.js';
import { fromTensor } from '../../lib/onnx/tensor-proto.js';
import { bytesOf } from './bytes.js';
import { info, int, ints, node } from './messages.js';

const weight = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);
const bias = tensor([0.5, -0.5]);
const linear = bytesOf({
  node: [node('Gemm', ['x', 'weight', 'bias'], ['y'], [int('transB', 1)])],
  initializer: [fromTensor('weight', weight), fromTensor('bias', bias)],
});

async function refusal(bytes: Uint8Array): Promise<ConvoltError> {
  return onnx.load(bytes).then(
    () => expect.fail('it was loaded'),
    (error: unknown) => error as ConvoltError,
  );
}

describe('a loaded model', () => {
  test('says what goes in and what comes out', async () => {
    const model = await onnx.load(linear);
    expect(model.inputs).toEqual([{ name: 'x', dtype: 'float32', shape: ['N', 3] }]);
    expect(model.outputs).toEqual([{ name: 'y', dtype: 'float32', shape: ['N', 2] }]);
    expect(model.opset).toBe(17);
    expect(`${model}`).toBe(
      'OnnxModel("test", opset 17, 1 nodes, 2 weights)\n  (x: float32 [N, 3]) -> (y: float32 [N, 2])',
    );
  });

  test('takes its inputs in order or by name', async () => {
    const model = await onnx.load(linear);
    const x = tensor([[1, 0, -1]]);
    expect((model.forward(x) as Tensor).toArray()).toEqual([[-1.5, -2.5]]);
    expect((model.forward({ x }) as Tensor).toArray()).toEqual([[-1.5, -2.5]]);
  });

  test('has its weights by name, and computes with what is written into them', async () => {
    const model = await onnx.load(linear);
    expect([...model.weights.keys()]).toEqual(['weight', 'bias']);
    model.weights.get('bias')?.zero_();
    expect((model.forward(ones([1, 3])) as Tensor).toArray()).toEqual([[6, 15]]);
  });

  test('returns a list where it has several outputs', async () => {
    const graph = { node: [node('Relu', ['x'], ['y']), node('Neg', ['x'], ['z'])] };
    const model = await onnx.load(bytesOf({ ...graph, output: [info('z', ['N', 3]), info('y', ['N', 3])] }));
    const [z, y] = model.forward(tensor([[-1, 0, 2]])) as [Tensor, Tensor];
    expect(z.toArray()).toEqual([[1, -0, -2]]);
    expect(y.toArray()).toEqual([[0, 0, 2]]);
  });

  test('has constants that are nodes among its weights', async () => {
    const value = { name: 'value', type: 4, t: fromTensor('', tensor([1, 2, 3])) };
    const model = await onnx.load(
      bytesOf({ node: [node('Constant', [], ['c'], [value]), node('Add', ['x', 'c'], ['y'])] }),
    );
    expect(model.weights.get('c')?.toArray()).toEqual([1, 2, 3]);
    expect((model.forward(ones([1, 3])) as Tensor).toArray()).toEqual([[2, 3, 4]]);
  });

  test('refuses other inputs, by their names', async () => {
    const model = await onnx.load(linear);
    expect(() => model.forward()).toThrow(/inputs must be 1 \(x\), received 0/);
    expect(() => model.forward({ image: ones([1, 3]) })).toThrow(/named "x"/);
    expect(() => model.forward(ones([1, 3], { dtype: 'int64' }))).toThrow(
      /x must be float32, received int64/,
    );
    expect(() => model.forward(ones([1, 4]))).toThrow(/x must have the shape \[N, 3\], received \[1, 4\]/);
  });

  test('names the node in which an error arises', async () => {
    const model = await onnx.load(
      bytesOf({ node: [node('Add', ['x', 'c'], ['y'])], initializer: [fromTensor('c', ones([5]))] }),
    );
    expect(() => model.forward(ones([1, 3]))).toThrow(/^node "Add of y" \(Add\): add: shapes/);
  });
});

describe('a traced model', () => {
  // What PyTorch exports for x.view(x.size(0), -1): the size is computed with tensors.
  const shapeArithmetic = bytesOf({
    input: [info('x', ['N', 3, 2])],
    node: [
      node('Shape', ['x'], ['shape']),
      node('Gather', ['shape', 'zero'], ['n']),
      node('Unsqueeze', ['n', 'axes'], ['n1']),
      node('Concat', ['n1', 'rest'], ['sizes'], [int('axis', 0)]),
      node('Reshape', ['x', 'sizes'], ['flat']),
      node('MatMul', ['flat', 'weight'], ['y']),
    ],
    initializer: [
      fromTensor('zero', tensor(0n)),
      fromTensor('axes', tensor([0n])),
      fromTensor('rest', tensor([-1n])),
      fromTensor('weight', ones([6, 2])),
    ],
  });

  test('has no shape arithmetic left, and runs at any batch size', async () => {
    const model = await onnx.load(shapeArithmetic);
    const graph = trace(model, [{ shape: [1, 3, 2], dtype: 'float32' }]).validate();
    expect(graph.nodes.map(({ op }) => op)).toEqual(['reshape', 'matmul']);
    expect([...graph.constants.keys()].map(({ name }) => name)).toEqual(['weight']);
    expect(graph.nodes.at(-1)?.module).toBe('MatMul of y');
    for (const batch of [1, 4, 7]) {
      const x = ones([batch, 3, 2]);
      expect((runGraph(graph, [x]) as unknown as Tensor).toArray()).toEqual(
        (model.forward(x) as Tensor).toArray(),
      );
    }
  });
});

describe('a model that cannot be read', () => {
  test('is refused with a list of all ops that are missing', async () => {
    const error = await refusal(
      bytesOf({
        node: [
          node('LSTM', ['x'], ['a']),
          { ...node('Fused', ['a'], ['b']), domain: 'com.microsoft' },
          node(
            'DepthToSpace',
            ['b'],
            ['y'],
            [int('blocksize', 2), { name: 'mode', type: 3, s: Buffer.from('ABC') }],
          ),
        ],
      }),
    );
    expect(error.code).toBe('CONVOLT_UNSUPPORTED_OP');
    expect(error.message).toContain("3 of the model's nodes");
    expect(error.message).toContain('LSTM at "LSTM of a"');
    expect(error.message).toContain('Fused of "com.microsoft" at "Fused of b"');
    expect(error.message).toContain('DepthToSpace mode "ABC" at "DepthToSpace of y"');
  });

  const add = (...inputs: string[]) => node('Add', inputs, ['y']);
  const huge = { name: 'w', dims: [50_000, 50_000], dataType: 1 };
  test.each<[string, Uint8Array, RegExp]>([
    ['not protobuf', Buffer.from('<html>'), /not an ONNX model/],
    ['empty', new Uint8Array(), /has no graph/],
    ['of no opset', encodeModel({ graph: { node: [add('x', 'x')] } }), /which opset it needs/],
    [
      'with a cycle',
      bytesOf({ node: [node('Relu', ['y'], ['a']), node('Relu', ['a'], ['y'])] }),
      /takes "y", which nothing/,
    ],
    [
      'with a dangling name',
      bytesOf({ node: [add('x', 'nothing')] }),
      /takes "nothing", which nothing makes/,
    ],
    ['with an output made twice', bytesOf({ node: [add('x', 'x'), add('x', 'x')] }), /"y" is made twice/],
    [
      'with an output named like an input',
      bytesOf({ node: [node('Relu', ['x'], ['x'])] }),
      /"x" is made twice/,
    ],
    ['without the output', bytesOf({ node: [node('Relu', ['x'], ['z'])] }), /"y" is made by nothing/],
    [
      'with two weights of a name',
      bytesOf({ node: [add('x', 'w')], initializer: [huge, huge] }),
      /two weights are named/,
    ],
    ['with 10 GB of nothing', bytesOf({ node: [add('x', 'w')], initializer: [huge] }), /data for 0/],
    [
      'with sizes below 0',
      bytesOf({ node: [add('x', 'w')], initializer: [{ ...huge, dims: [-3] }] }),
      /the shape \[-3\]/,
    ],
    ['with too few inputs', bytesOf({ node: [add('x')] }), /has 1 inputs; it needs 2/],
    [
      'with an attribute of another type',
      bytesOf({ node: [node('Concat', ['x'], ['y'], [ints('axis', [1])])] }),
      /not of type INT/,
    ],
    ['without an attribute', bytesOf({ node: [node('Concat', ['x'], ['y'])] }), /lacks the attribute "axis"/],
    [
      'with an attribute given twice',
      bytesOf({ node: [node('Flatten', ['x'], ['y'], [int('axis', 1), int('axis', 1)])] }),
      /"axis" twice/,
    ],
  ])('%s is refused as damaged', async (_, bytes, message) => {
    const error = await refusal(bytes);
    expect(error.code).toBe('CONVOLT_INVALID_FILE');
    expect(error.message).toMatch(message);
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['of an opset to come', bytesOf({ node: [add('x', 'x')] }, 99), /of opset 99; Convolt reads 6 to 22/],
    ['of strings', bytesOf({ input: [info('x', [1], 8)], node: [add('x', 'x')] }), /"x" is of string/],
  ])('%s is refused as unsupported', async (_, bytes, message) => {
    const error = await refusal(bytes);
    expect(error.code).toBe('CONVOLT_UNSUPPORTED_FILE');
    expect(error.message).toMatch(message);
  });
});
