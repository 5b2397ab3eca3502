import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import * as functional from '../../lib/functional/index.js';
import * as models from '../../lib/models/index.js';
import * as nn from '../../lib/nn/index.js';
import { toInteger } from '../../lib/onnx/integers.js';
import { decodeModel } from '../../lib/onnx/protobuf.js';
import { type SaveOptions, save } from '../../lib/onnx/save.js';
import type { GraphProto, ModelProto, ValueInfoProto } from '../../lib/onnx/schema.js';
import { toTensorSync } from '../../lib/onnx/tensor-proto.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { moduleOf, smallNet } from '../graph/networks.js';
import { cases, moduleOfCase, specsOf } from './cases.js';
import { checkFiles, hasChecker } from './python.js';

const folder = mkdtempSync(join(tmpdir(), 'convolt-'));
afterAll(() => rmSync(folder, { recursive: true }));

const float32 = (...shape: number[]) => ({ shape, dtype: 'float32' as const });

async function saved(
  model: nn.Module,
  shapes: number[][],
  options?: SaveOptions,
): Promise<ModelProto & { graph: GraphProto }> {
  const path = join(folder, 'model.onnx');
  await save(
    path,
    model,
    shapes.map((shape) => float32(...shape)),
    options,
  );
  return decodeModel(readFileSync(path), path) as ModelProto & { graph: GraphProto };
}

function dimsOf(value: ValueInfoProto | undefined): (string | number)[] {
  const dim = value?.type?.tensorType?.shape?.dim ?? [];
  return dim.map(({ dimParam, dimValue }) => dimParam || toInteger(dimValue ?? 0));
}

describe('what is in the file', () => {
  test('the nodes of a small network, named after its modules', async () => {
    const { graph } = await saved(smallNet(), [[1, 3, 8, 8]]);
    const nodes = graph.node?.map(
      ({ opType, input, output }) => `${output} = ${opType}(${input?.join(', ')})`,
    );
    expect(nodes).toEqual([
      'conv1.conv2d = Conv(input, conv1.weight)',
      'bn1.batchNorm = BatchNormalization(conv1.conv2d, bn1.weight, bn1.bias, bn1.running_mean, bn1.running_var)',
      'relu.relu = Relu(bn1.batchNorm)',
      'conv2.conv2d = Conv(relu.relu, conv2.weight, conv2.bias)',
      'add = Add(conv2.conv2d, relu.relu)',
      'relu = Relu(add)',
      'pool.maxPool2d = MaxPool(relu)',
      'reshape = Reshape(pool.maxPool2d, reshape.sizes)',
      'fc.linear = Gemm(reshape, fc.weight, fc.bias)',
    ]);
  });

  test('the weights, by their names in the state dict', async () => {
    const net = smallNet();
    const { graph } = await saved(net, [[1, 3, 8, 8]]);
    const tensors = new Map(
      graph.initializer?.map((proto) => [proto.name, toTensorSync(proto, { name: 'model' })]),
    );
    const keys = [...net.stateDict().keys()].filter((key) => !key.endsWith('num_batches_tracked'));
    expect([...tensors.keys()].sort()).toEqual([...keys, 'reshape.sizes'].sort());
    for (const key of keys)
      expect(functional.equal(tensors.get(key) as Tensor, net.stateDict().get(key) as Tensor)).toBe(true);
  });

  test('a batch of any size, or of the one that was asked for', async () => {
    const net = moduleOf((x: Tensor) => functional.cat([x, x], 0));
    const { graph } = await saved(net, [[1, 3]]);
    expect([dimsOf(graph.input?.[0]), dimsOf(graph.output?.[0])]).toEqual([
      ['N', 3],
      ['2N', 3],
    ]);
    const { graph: fixed } = await saved(net, [[4, 3]], { batch: 'fixed' });
    expect([dimsOf(fixed.input?.[0]), dimsOf(fixed.output?.[0])]).toEqual([
      [4, 3],
      [8, 3],
    ]);
  });

  test('the versions', async () => {
    for (const [opset, format] of [
      [17, 8],
      [18, 8],
      [20, 9],
      [22, 10],
    ] as const) {
      const { irVersion, opsetImport, producerName } = await saved(smallNet(), [[1, 3, 8, 8]], { opset });
      expect(toInteger(opsetImport?.[0]?.version ?? 0)).toBe(opset);
      expect([producerName, toInteger(irVersion ?? 0)]).toEqual(['convolt', format]);
    }
  });

  test('nothing that the outputs do not need', async () => {
    const net = moduleOf((x: Tensor) => {
      x.exp();
      return functional.max(x, 1).values;
    });
    const { graph } = await saved(net, [[1, 3]]);
    expect(graph.node?.map(({ opType }) => opType)).toEqual(['ReduceMax']);
  });

  test('weights in a file beside it, on request', async () => {
    const net = smallNet();
    const { graph } = await saved(net, [[1, 3, 8, 8]], { externalData: true });
    const data = readFileSync(join(folder, 'model.onnx.data'));
    const weight = graph.initializer?.find(({ name }) => name === 'fc.weight');
    const entries = new Map(weight?.externalData?.map(({ key, value }) => [key, value]));
    expect(entries.get('location')).toBe('model.onnx.data');
    const [offset, length] = ['offset', 'length'].map((key) => Number(entries.get(key))) as [number, number];
    const rawData = data.subarray(offset, offset + length);
    const read = toTensorSync({ ...weight, rawData, dataLocation: 0 }, { name: 'model' });
    expect(functional.equal(read, net.stateDict().get('fc.weight') as Tensor)).toBe(true);
  });
});

describe('what is refused', () => {
  test('ops without a counterpart: all of them, with their modules', async () => {
    class Products extends nn.Module {
      override forward(x: Tensor): Tensor {
        return x.cumprod(1);
      }
    }
    const net = new nn.Sequential(new nn.ReLU(), new Products(), new nn.ReLU(), new Products()).eval();
    const refused = saved(net, [[1, 3]]);
    await expect(refused).rejects.toMatchObject({ code: 'CONVOLT_UNSUPPORTED_OP' });
    await expect(refused).rejects.toThrow(
      /opset 17.*\n {2}cumprod in module '1'\n {2}cumprod in module '3'$/,
    );
  });

  test('sizes that depend on the batch where ONNX wants numbers', async () => {
    const net = moduleOf((x: Tensor) => functional.softmax(x, 1).var(0));
    await expect(saved(net, [[1, 3]])).rejects.toThrow('moments: a size depends on the batch');
  });

  test('options and paths that are none, before anything is written', async () => {
    const before = readdirSync(folder);
    const net = smallNet();
    const specs = [float32(1, 3, 8, 8)];
    await expect(save('', net, specs)).rejects.toThrow(/path must be the path of a file/);
    for (const options of [
      { opset: 16 },
      { opset: 23 },
      { externalData: 1 },
      { version: 17 },
      { batch: 3 },
      null,
    ])
      await expect(save(join(folder, 'x.onnx'), net, specs, options as SaveOptions)).rejects.toMatchObject({
        code: 'CONVOLT_INVALID_ARGUMENT',
      });
    await expect(save(join(folder, 'x.onnx'), net.train(), specs)).rejects.toMatchObject({
      code: 'CONVOLT_TRAINING_MODE',
    });
    expect(readdirSync(folder)).toEqual(before);
  });
});

/** Without python3-onnx these are skipped; `apt install python3-onnx` brings it. */
describe.skipIf(!hasChecker)("ONNX's checker (python3-onnx) accepts", () => {
  test('every op', async () => {
    const paths = await Promise.all(
      [...cases].map(async ([, one], i) => {
        const path = join(folder, `${i}.onnx`);
        await save(path, moduleOfCase(one), specsOf(one));
        return path;
      }),
    );
    expect(checkFiles(paths)).toBe('');
  });

  test('some models', async () => {
    const paths = await Promise.all(
      (['lenet5', 'resnet20', 'squeezenet1_1'] as const).map(async (name) => {
        const path = join(folder, `${name}.onnx`);
        const shape = name === 'lenet5' ? [1, 1, 32, 32] : [1, 3, 64, 64];
        await save(path, models.create(name).eval(), [float32(...shape)]);
        return path;
      }),
    );
    expect(checkFiles(paths)).toBe('');
  });
});
