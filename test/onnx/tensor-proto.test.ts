import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NestedArray, tensor } from '../../lib/index.js';
import { ExternalData } from '../../lib/onnx/external-data.js';
import { decodeModel, encodeModel } from '../../lib/onnx/protobuf.js';
import type { TensorProto } from '../../lib/onnx/schema.js';
import { fromTensor, toTensor, toTensorSync } from '../../lib/onnx/tensor-proto.js';

const context = { name: 'model.onnx' };

/** As it comes out of a file. */
function throughBytes(proto: TensorProto): TensorProto {
  const model = decodeModel(encodeModel({ graph: { initializer: [proto] } }), 'bytes');
  return model.graph?.initializer?.[0] as TensorProto;
}

describe('messages', () => {
  test('a field that holds 0 is written, and one that was never set is not there', () => {
    const attribute = [{ name: 'axis', type: 2, i: 0 }];
    const { graph } = decodeModel(encodeModel({ graph: { node: [{ attribute }] } }), 'bytes');
    const read = graph?.node?.[0]?.attribute?.[0];
    expect(Object.keys(read ?? {}).sort()).toEqual(expect.arrayContaining(['i', 'name', 'type']));
    expect(Object.hasOwn(read ?? {}, 'f')).toBe(false);
  });

  test('bytes that are no message are refused', () => {
    expect(() => decodeModel(new TextEncoder().encode('<!doctype html>'), 'a.onnx')).toThrow(
      /a\.onnx: it is not an ONNX model/,
    );
  });

  test('graphs nested without end are refused, not followed', () => {
    let bytes = Buffer.alloc(0);
    const wrap = (id: number) => {
      const length = [];
      for (let rest = bytes.length; ; rest >>>= 7) {
        length.push(rest > 127 ? (rest & 127) | 128 : rest);
        if (rest <= 127) break;
      }
      bytes = Buffer.concat([Buffer.from([(id << 3) | 2, ...length]), bytes]);
    };
    for (let depth = 0; depth < 3000; depth++) for (const id of [6, 5, 1]) wrap(id);
    wrap(7);
    expect(() => decodeModel(bytes, 'deep.onnx')).toThrow(/it is not an ONNX model, or is damaged/);
  });
});

describe('tensors', () => {
  test.each<[NestedArray, string]>([
    [[1.5, -2], 'float32'],
    [[1.5, -2], 'float64'],
    [[1.5, -2], 'float16'],
    [[1.5, -2], 'bfloat16'],
    [[1, -2], 'int64'],
    [[1, -2], 'int32'],
    [[1, -2], 'int16'],
    [[1, -2], 'int8'],
    [[1, 2], 'uint8'],
    [[true, false], 'bool'],
  ])('%j of %s survives raw data', (values, dtype) => {
    const read = toTensorSync(
      throughBytes(fromTensor('w', tensor(values, { dtype: dtype as 'int8' }))),
      context,
    );
    expect(read.dtype).toBe(dtype);
    expect(read.toArray()).toEqual(values);
  });

  test.each<[string, TensorProto, NestedArray]>([
    ['float32', { dataType: 1, floatData: [0.5, -1] }, [0.5, -1]],
    ['float64', { dataType: 11, doubleData: [0.5, -1] }, [0.5, -1]],
    ['int64', { dataType: 7, int64Data: [2 ** 40, -1] }, [2 ** 40, -1]],
    ['int32', { dataType: 6, int32Data: [7, -1] }, [7, -1]],
    ['int8', { dataType: 3, int32Data: [7, -1] }, [7, -1]],
    ['uint8', { dataType: 2, int32Data: [7, 255] }, [7, 255]],
    ['bool', { dataType: 9, int32Data: [1, 0] }, [true, false]],
    ['float16', { dataType: 10, int32Data: [0x3c00, 0xc000] }, [1, -2]],
    ['bfloat16', { dataType: 16, int32Data: [0x3f80, 0xc000] }, [1, -2]],
  ])('%s is read from its own field', (dtype, proto, values) => {
    const read = toTensorSync(throughBytes({ name: 't', dims: [2], ...proto }), context);
    expect(read.dtype).toBe(dtype);
    expect(read.toArray()).toEqual(values);
  });

  test('a scalar and an empty tensor have a shape like any other', () => {
    expect(toTensorSync({ dataType: 1, floatData: [3] }, context).item()).toBe(3);
    expect(toTensorSync({ dims: [0, 4], dataType: 1 }, context).shape).toEqual([0, 4]);
  });

  test.each<[string, TensorProto, RegExp, string]>([
    ['sizes below 0', { dims: [-1], dataType: 1 }, /has the shape \[-1\]/, 'INVALID'],
    ['10 GB without data', { dims: [50_000, 50_000], dataType: 1 }, /data for 0/, 'INVALID'],
    ['a shape beyond all files', { dims: [2 ** 40, 2 ** 40], dataType: 1 }, /any file can hold/, 'INVALID'],
    [
      'raw data that is too short',
      { dims: [2], dataType: 1, rawData: Buffer.alloc(7) },
      /but has 7/,
      'INVALID',
    ],
    ['too many values', { dims: [1], dataType: 1, floatData: [1, 2] }, /data for 2/, 'INVALID'],
    ['strings', { dims: [1], dataType: 8 }, /is of string/, 'UNSUPPORTED'],
    ['no type', { dims: [1] }, /is of undefined/, 'UNSUPPORTED'],
    ['nine dimensions', { dims: Array(9).fill(1), dataType: 1 }, /has 9 dimensions/, 'UNSUPPORTED'],
  ])('%s are refused', (_, proto, message, kind) => {
    expect(() => toTensorSync(proto, context)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(message), code: `CONVOLT_${kind}_FILE` }),
    );
  });
});

describe('tensors in other files', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convolt-onnx-'));
    await mkdir(join(folder, 'model'));
    const bytes = Buffer.from(new Float32Array([9, 1, 2]).buffer);
    await writeFile(join(folder, 'model', 'weights'), bytes);
    await writeFile(join(folder, 'secret'), bytes);
    await symlink('../secret', join(folder, 'model', 'link'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function read(entries: Record<string, string>, dims = [2]) {
    const external = new ExternalData(join(folder, 'model', 'model.onnx'));
    const externalData = Object.entries(entries).map(([key, value]) => ({ key, value }));
    const proto = throughBytes({ name: 'w', dims, dataType: 1, dataLocation: 1, externalData });
    try {
      return await toTensor(proto, { ...context, external });
    } finally {
      await external.close();
    }
  }

  test('are read from their place', async () => {
    expect((await read({ location: 'weights', offset: '4', length: '8' })).toArray()).toEqual([1, 2]);
    expect((await read({ location: './weights' })).toArray()).toEqual([9, 1]);
  });

  test.each([
    ['../secret'],
    ['link'],
    ['sub/../../secret'],
    ['/etc/passwd'],
    ['C:secret'],
    ['..'],
    ['.'],
    [''],
  ])('are never read from %j', async (location) => {
    await expect(read({ location })).rejects.toThrow(/outside of the model's folder/);
  });

  test('are refused where the file has not enough of them, before memory is taken', async () => {
    await expect(read({ location: 'weights' }, [50_000, 50_000])).rejects.toThrow(/but the file has 12/);
    await expect(read({ location: 'weights', length: '4' })).rejects.toThrow(/but 4 are set aside/);
    await expect(read({ location: 'weights', offset: '-4' })).rejects.toThrow(/has the offset "-4"/);
  });

  test('are refused of a model that was given as bytes', async () => {
    await expect(toTensor({ name: 'w', dims: [1], dataType: 1, dataLocation: 1 }, context)).rejects.toThrow(
      /pass its path/,
    );
  });
});
