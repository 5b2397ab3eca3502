/** Models that nobody exports: each is refused with a typed error, before memory is taken for what it says. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConvoltError, compile, ones, onnx, type Tensor, tensor, trace } from '../../lib/index.js';
import { encodeModel } from '../../lib/onnx/protobuf.js';
import type { AttributeProto, GraphProto, NodeProto, TensorProto } from '../../lib/onnx/schema.js';
import { fromTensor } from '../../lib/onnx/tensor-proto.js';
import { bytesOf } from './bytes.js';
import { float, info, int, ints, node, text } from './messages.js';

const relu = node('Relu', ['x'], ['y']);
const vector = (name: string, ...values: number[]) => fromTensor(name, tensor(values.map(BigInt)));

/** What loading throws, and how much memory was taken until then. */
async function refusal(source: Uint8Array | string): Promise<{ error: ConvoltError; bytes: number }> {
  return asking(async () => {
    await onnx.load(source);
  });
}

async function asking(body: () => Promise<void>): Promise<{ error: ConvoltError; bytes: number }> {
  const { allocUnsafeSlow } = Buffer;
  let bytes = 0;
  Buffer.allocUnsafeSlow = (size: number) => {
    const block = allocUnsafeSlow(size);
    bytes += size;
    return block;
  };
  try {
    await body();
  } catch (error) {
    if (!(error instanceof ConvoltError)) throw error;
    return { error, bytes };
  } finally {
    Buffer.allocUnsafeSlow = allocUnsafeSlow;
  }
  return expect.fail('nothing was refused');
}

const MiB = 2 ** 20;

describe('refused at load', () => {
  const add = (...inputs: string[]) => node('Add', inputs, ['y']);
  const weight = (proto: TensorProto): GraphProto => ({
    node: [add('x', 'w')],
    initializer: [{ name: 'w', dataType: 1, ...proto }],
  });
  const concat = (...attribute: AttributeProto[]) => ({ node: [node('Concat', ['x'], ['y'], attribute)] });

  test.each<[string, GraphProto, RegExp]>([
    [
      'a cycle of two',
      { node: [node('Relu', ['b'], ['y']), node('Relu', ['y'], ['b'])] },
      /takes "b", which nothing/,
    ],
    ['a node that takes what it makes', { node: [node('Relu', ['y'], ['y'])] }, /takes "y", which nothing/],
    ['a dangling input', { node: [add('x', 'absent')] }, /takes "absent", which nothing makes/],
    ['a dangling output', { node: [node('Relu', ['x'], ['z'])] }, /"y" is made by nothing/],
    ['two nodes of one output', { node: [relu, relu] }, /"y" is made twice/],
    [
      'an output with the name of a weight',
      { ...weight({ dims: [1], floatData: [1] }), node: [node('Relu', ['x'], ['w']), add('x', 'w')] },
      /"w" is made twice/,
    ],
    [
      'two weights of one name',
      { node: [relu], initializer: [vector('w', 1), vector('w', 2)] },
      /two weights are named "w"/,
    ],
    ['no nodes, no outputs', { node: [], output: [] }, /no outputs/],
    ['a negative size', weight({ dims: [2, -3] }), /has the shape \[2,-3\]/],
    ['sizes whose product overflows', weight({ dims: [2 ** 40, 2 ** 40] }), /more elements than any file/],
    ['a size beyond exact numbers', weight({ dims: [2 ** 62] }), /has the shape/],
    ['10 GB without data', weight({ dims: [50_000, 50_000] }), /data for 0/],
    [
      '10 GB of which 4 bytes are there',
      weight({ dims: [50_000, 50_000], rawData: new Uint8Array(4) }),
      /but has 4/,
    ],
    ['raw data cut off', weight({ dims: [2], rawData: new Uint8Array(7) }), /takes 8 bytes, but has 7/],
    [
      'raw data that is too long',
      weight({ dims: [2], rawData: new Uint8Array(9) }),
      /takes 8 bytes, but has 9/,
    ],
    [
      'a size of an input beyond exact numbers',
      { node: [relu], input: [info('x', [2 ** 62])] },
      /the input "x".*2\^53/,
    ],
    [
      'an attribute of another type',
      concat(ints('axis', [1])),
      /"axis" with a value that is not of type INT/,
    ],
    ['an attribute given twice', concat(int('axis', 0), int('axis', 0)), /"axis" twice/],
    [
      'an attribute beyond exact numbers',
      concat(int('axis', 2 ** 62)),
      /"axis", where the integer .* beyond 2\^53/,
    ],
    ['an attribute that is missing', concat(), /lacks the attribute "axis"/],
    [
      'a tensor attribute without a tensor',
      { node: [node('ConstantOfShape', ['x'], ['y'], [{ name: 'value', type: 4 }])] },
      /lacks a value/,
    ],
    ['too few inputs for its opset', { node: [node('Slice', ['x'], ['y'])] }, /has 1 inputs; it needs 3/],
    [
      'a Split into another number of outputs',
      { node: [node('Split', ['x'], ['y'], [int('num_outputs', 1e12)])] },
      /has 1 outputs, not num_outputs/,
    ],
  ])('%s', async (_, graph, message) => {
    const { error, bytes } = await refusal(bytesOf(graph));
    expect(error.message).toMatch(message);
    expect(error.code).toBe('CONVOLT_INVALID_FILE');
    expect(bytes).toBeLessThan(MiB);
  });

  test.each<[string, number, string]>([
    ['0', 0, 'UNSUPPORTED'],
    ['-1', -1, 'UNSUPPORTED'],
    ['of the far future', 2 ** 40, 'UNSUPPORTED'],
    ['beyond exact numbers', 2 ** 62, 'INVALID'],
  ])('an opset %s', async (_, opset, kind) => {
    expect((await refusal(bytesOf({ node: [relu] }, opset))).error.code).toBe(`CONVOLT_${kind}_FILE`);
  });

  test('no graph, and a graph that is empty', async () => {
    expect((await refusal(encodeModel({ irVersion: 8 }))).error.message).toMatch(/no graph/);
    expect((await refusal(encodeModel({ graph: {} }))).error.message).toMatch(/no outputs/);
  });

  test('names of a million characters are cut in the message', async () => {
    const name = 'n'.repeat(1e6);
    const { error } = await refusal(bytesOf({ node: [node(name, [name], ['y'])] }));
    expect(error.message.length).toBeLessThan(2000);
  });

  test('every operator that is missing is named, with its domain and how often it is there', async () => {
    const nodes: NodeProto[] = Array.from({ length: 1000 }, (_, i) => node('LSTM', ['x'], [`lstm${i}`]));
    nodes.push({ ...node('Fused', ['x'], ['fused']), domain: 'com.microsoft' });
    nodes.push(node('constructor', ['x'], ['y']));
    nodes.push(node('DepthToSpace', ['x'], ['d'], [int('blocksize', 2), text('mode', 'ABC')]));
    const { error } = await refusal(bytesOf({ node: nodes }));
    expect(error.code).toBe('CONVOLT_UNSUPPORTED_OP');
    expect(error.message).toContain("1003 of the model's nodes");
    expect(error.message).toContain('LSTM at "LSTM of lstm0" and 999 more');
    expect(error.message).toContain('Fused of "com.microsoft" at "Fused of fused"');
    expect(error.message).toContain('constructor at "constructor of y"');
    expect(error.message).toContain('DepthToSpace mode "ABC" at "DepthToSpace of d"');
  });

  test('graphs within graphs are read as deep as files go, and refused as operators', async () => {
    let inner: GraphProto = { node: [relu] };
    for (let depth = 0; depth < 25; depth++)
      inner = { node: [{ opType: 'If', attribute: [{ name: 'then_branch', type: 5, g: inner }] }] };
    const { error } = await refusal(bytesOf({ ...inner, output: [info('x', [])] }));
    expect(error.code).toBe('CONVOLT_UNSUPPORTED_OP');
  });
});

describe('data in other files', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'convolt-hostile-'));
    mkdirSync(join(folder, 'model', 'sub'), { recursive: true });
    for (const name of ['secret', 'model/weights']) writeFileSync(join(folder, name), new Uint8Array(16));
    symlinkSync('../secret', join(folder, 'model', 'link'));
    symlinkSync('loop', join(folder, 'model', 'loop'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function external(
    entries: Record<string, string>,
    dims: number[],
  ): Promise<{ error: ConvoltError; bytes: number }> {
    const externalData = Object.entries(entries).map(([key, value]) => ({ key, value }));
    const path = join(folder, 'model', 'model.onnx');
    const w = { name: 'w', dims, dataType: 1, dataLocation: 1, externalData };
    writeFileSync(path, bytesOf({ node: [node('Add', ['x', 'w'], ['y'])], initializer: [w] }));
    return refusal(path);
  }

  test.each<[string, Record<string, string>, number[], RegExp]>([
    ['above the folder', { location: '../secret' }, [4], /outside of the model's folder/],
    ['above it by a detour', { location: 'sub/../../secret' }, [4], /outside of the model's folder/],
    ['at an absolute path', { location: '/etc/passwd' }, [4], /outside of the model's folder/],
    ['behind a link out of it', { location: 'link' }, [4], /outside of the model's folder/],
    ['nowhere', {}, [4], /outside of the model's folder/],
    ['in a file that is not there', { location: 'absent' }, [4], /"absent", which cannot be read/],
    ['in a folder', { location: 'sub' }, [4], /"sub", which cannot be read/],
    ['behind a link to itself', { location: 'loop' }, [4], /"loop", which cannot be read/],
    ['under a name that is too long', { location: 'n'.repeat(5000) }, [4], /which cannot be read/],
    [
      'beyond the end of the file',
      { location: 'weights', offset: '16' },
      [4],
      /end at byte 32, but the file has 16/,
    ],
    ['10 GB of a small file', { location: 'weights' }, [50_000, 50_000], /but the file has 16/],
    ['with another length', { location: 'weights', length: '12' }, [4], /but 12 are set aside/],
    ['at a negative offset', { location: 'weights', offset: '-4' }, [4], /the offset "-4"/],
    [
      'at an offset beyond exact numbers',
      { location: 'weights', offset: '9'.repeat(30) },
      [4],
      /the offset "999/,
    ],
  ])('%s', async (_, entries, dims, message) => {
    const { error, bytes } = await external(entries, dims);
    expect(error.message).toMatch(message);
    expect(error.code).toBe('CONVOLT_INVALID_FILE');
    expect(bytes).toBeLessThan(MiB);
  });
});

describe('10 GB out of a few bytes', () => {
  const x = () => ones([1, 3]);
  const graph = (nodes: NodeProto[], ...initializer: TensorProto[]): GraphProto => ({
    node: nodes,
    initializer,
  });
  const floats = (name: string, ...values: number[]) => fromTensor(name, tensor(values));
  const big = 50_000;

  // Of weights and sizes alone: the model itself makes them, and may not.
  const ofWeights: [string, GraphProto][] = [
    ['ConstantOfShape', graph([node('ConstantOfShape', ['s'], ['y'])], vector('s', big, big))],
    [
      'Range',
      graph([node('Range', ['a', 'b', 'c'], ['y'])], vector('a', 0), vector('b', 1e12), vector('c', 1)),
    ],
    ['Expand', graph([node('Expand', ['w', 's'], ['y'])], floats('w', 1), vector('s', big, big))],
    ['Tile', graph([node('Tile', ['w', 's'], ['y'])], floats('w', 1, 2), vector('s', 5e9))],
    ['Pad', graph([node('Pad', ['w', 's'], ['y'])], floats('w', 1), vector('s', 0, 2e9))],
    [
      'OneHot',
      graph([node('OneHot', ['i', 'd', 'v'], ['y'])], vector('i', 1), vector('d', 1e10), floats('v', 0, 1)),
    ],
    [
      'Resize',
      graph(
        [node('Resize', ['w', '', '', 's'], ['y'], [text('mode', 'cubic')])],
        fromTensor('w', ones([1, 1, 2, 2])),
        vector('s', 1, 1, big, big),
      ),
    ],
    [
      'twenty doublings',
      graph(
        Array.from({ length: 20 }, (_, i) =>
          node('Concat', [`v${i}`, `v${i}`], [i === 19 ? 'y' : `v${i + 1}`], [int('axis', 0)]),
        ),
        { ...fromTensor('v0', ones([10_000])) },
      ),
    ],
    [
      'sizes that are worked out',
      graph(
        [node('Shape', ['x'], ['n']), node('Mul', ['n', 's'], ['m']), node('ConstantOfShape', ['m'], ['y'])],
        vector('s', big, big),
      ),
    ],
  ];

  test.each(ofWeights)('%s of weights and sizes, run or traced', async (_, hostile) => {
    const model = await onnx.load(bytesOf(hostile));
    for (const use of [
      () => model.forward(x()),
      () => trace(model, [x()]),
      () => compile(model, { inputs: [x()] }),
    ]) {
      const { error, bytes } = await asking(async () => void (await use()));
      expect(error.code).toBe('CONVOLT_OUT_OF_MEMORY');
      expect(error.message).toMatch(/^node "\w+ of \w+" \(\w+\): it asks for \d+ bytes more/);
      expect(bytes).toBeLessThan(64 * MiB);
    }
  });

  test('what is in proportion to weights and inputs is no such thing', async () => {
    const model = await onnx.load(
      bytesOf(
        graph([
          node('Shape', ['x'], ['n']),
          node('ConstantOfShape', ['n'], ['z']),
          node('Add', ['x', 'z'], ['y']),
        ]),
      ),
    );
    const large = ones([2 ** 21, 3]);
    expect((model.forward(large) as Tensor).shape).toEqual([2 ** 21, 3]);
  });

  // Of the elements of the input: the user may want it, if only the machine could.
  const pad = vector('p', 0, 0, 0, 0, 1e9, 1e9);
  const image = { input: [info('x', ['N', 3, 4])] };
  test.each<[string, GraphProto]>([
    ['Pad', { ...graph([node('Pad', ['x', 'p'], ['y'])], pad), ...image }],
    ['Tile', { ...graph([node('Tile', ['x', 'r'], ['y'])], vector('r', 1, 1e9, 1e9)), ...image }],
    ['Resize', { ...graph([node('Resize', ['x', '', 's'], ['y'])], floats('s', 1, 1e9, 1e9)), ...image }],
  ])('%s of the input beyond all memory', async (_, hostile) => {
    const model = await onnx.load(bytesOf(hostile));
    const { error, bytes } = await asking(async () => void model.forward(ones([1, 3, 4])));
    expect(error.code).toMatch(/^CONVOLT_(OUT_OF_MEMORY|INVALID_ARGUMENT|SHAPE_MISMATCH)$/);
    expect(bytes).toBeLessThan(64 * MiB);
    await expect(compile(model, { input: [1, 3, 4] })).rejects.toBeInstanceOf(ConvoltError);
  });

  test.each<[string, number[]]>([
    ['not a number', [1, Number.NaN]],
    ['infinite', [1, Number.POSITIVE_INFINITY]],
    ['negative', [1, -2]],
    ['one too many', [1, 1, 2]],
    ['one too few', [2]],
  ])('Resize by scales of which one is %s', async (_, scales) => {
    const nodes = [node('Resize', ['x', '', 's'], ['y'], [float('cubic_coeff_a', -0.5)])];
    const model = await onnx.load(bytesOf(graph(nodes, floats('s', ...scales))));
    expect(() => model.forward(x())).toThrow(expect.objectContaining({ code: 'CONVOLT_SHAPE_MISMATCH' }));
  });

  test('Slice by a step beyond exact numbers gives the first element, run and compiled', async () => {
    const slice = node('Slice', ['x', 'from', 'to', 'axes', 'by'], ['y']);
    const step = fromTensor('by', tensor([2n ** 62n]));
    const model = await onnx.load(
      bytesOf(graph([slice], vector('from', 0), vector('to', 3), vector('axes', 1), step)),
    );
    const input = tensor([[7, 8, 9]]);
    expect((model.forward(input) as Tensor).toArray()).toEqual([[7]]);
    using plan = await compile(model, { input: [1, 3] });
    expect(((await plan.run(input)) as Tensor).toArray()).toEqual([[7]]);
  });
});
