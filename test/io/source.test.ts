import { mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ArgumentError } from '../../lib/errors.js';
import { load } from '../../lib/io/load.js';
import { readSafetensors } from '../../lib/io/safetensors/read.js';
import { openSource } from '../../lib/io/source.js';
import { fourZeros, le, legacy, pickle, safetensors } from './forge.js';
import { fixtureBytes, fixturePath, record } from './tensors.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convolt-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('arguments', () => {
  test.each([
    [null],
    [undefined],
    [42],
    [[1, 2]],
    [{}],
    [new Float32Array(4)],
    [new URL('https://example.com/net.pth')],
  ])('%s is neither a path nor bytes', async (value) => {
    await expect(load(value as never)).rejects.toMatchObject({
      code: 'CONVOLT_INVALID_ARGUMENT',
      argument: 'pathOrBytes',
    });
  });

  test('a folder is refused, a missing file is an error of the system', async () => {
    await expect(load(folder)).rejects.toBeInstanceOf(ArgumentError);
    await expect(load(join(folder, 'none.pth'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('options are checked', async () => {
    const path = fixturePath('dtypes.zip.pth');
    await expect(load(path, null as never)).rejects.toMatchObject({ argument: 'options' });
    await expect(load(path, { key: 1 as never })).rejects.toMatchObject({ argument: 'key' });
    await expect(load(fixturePath('dtypes.safetensors'), { key: 'w' })).rejects.toMatchObject({
      argument: 'key',
    });
  });
});

test.skipIf(process.platform !== 'linux')('files are closed, after errors too', async () => {
  const openFiles = async () => (await readdir('/proc/self/fd')).length;
  const before = await openFiles();
  await load(fixturePath('dtypes.zip.pth'));
  await load(fixturePath('dtypes.legacy.pth'));
  await load(fixturePath('refused-module.zip.pth')).catch(() => {});
  await load(fixturePath('resnet20.json')).catch(() => {});
  expect(await openFiles()).toBe(before);
});

test('bytes that are transferred away in mid-load are noticed', async () => {
  const bytes = new Uint8Array(fixtureBytes('dtypes.safetensors'));
  const loading = load(bytes);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  await expect(loading).rejects.toMatchObject({ code: 'CONVOLT_INVALID_FILE' });
});

test('many small tensors and large ones are read alike, each into its own memory', async () => {
  const sizes = [...Array.from({ length: 2500 }, (_, i) => i % 7), 9_000_001, 0, 5_000_003, 3];
  const data = Buffer.from(Uint32Array.from({ length: 3_600_000 }, (_, i) => i * 2654435761).buffer);
  let end = 0;
  const entries = sizes.map((size, i) => {
    const begin = end;
    end += size;
    return [i, { dtype: 'U8', shape: [size], data_offsets: [begin, end] }];
  });
  const bytes = safetensors(JSON.stringify(Object.fromEntries(entries)), data.subarray(0, end));
  const path = join(folder, 'many.safetensors');
  await writeFile(path, bytes);
  for (const source of [path, bytes]) {
    const tensors = [...(await load(source)).values()].map((tensor) => tensor.data);
    expect(tensors.map(({ length }) => length).sort()).toEqual(sizes.toSorted());
    expect(Buffer.concat(tensors as Uint8Array[]).equals(data.subarray(0, end))).toBe(true);
    expect(new Set(tensors.map(({ buffer }) => buffer)).size).toBe(sizes.length);
  }
});

test('a file that is cut short in mid-load is noticed', async () => {
  const path = join(folder, 'cut.safetensors');
  const shape = [16 << 20];
  const header = JSON.stringify({ w: { dtype: 'U8', shape, data_offsets: [0, ...shape] } });
  await writeFile(path, safetensors(header, new Uint8Array(16 << 20)));
  const source = await openSource(path);
  await truncate(path, 9 << 20);
  await expect(readSafetensors(source)).rejects.toMatchObject({ code: 'CONVOLT_INVALID_FILE' });
  await source.close();
});

test('data beyond 4 GiB is found, and what is not wanted is not read', async () => {
  const { dict, object, storage, tensor, text } = pickle;
  const huge = 5 * 2 ** 30;
  const weights = dict(text('w'), tensor(storage('FloatStorage', 'b', 4), 0, [4], [1]));
  const moments = dict(text('m'), dict(text('v'), tensor(storage('ByteStorage', 'a', huge), 0, [1], [1])));
  const head = legacy(object(dict(text('optimizer'), moments, text('model'), weights)), {
    a: le(huge, 8),
    b: Buffer.alloc(0),
  });
  const path = join(folder, 'sparse.pth');
  await writeFile(path, head);
  const file = await open(path, 'r+');
  const data = Buffer.from(fourZeros);
  data.writeFloatLE(2.5, 20);
  await file.write(data, 0, data.length, head.length + huge);
  await file.close();
  const tensors = await load(path);
  expect(record(tensors.get('w') as never).data).toStrictEqual([0, 0, 0, 2.5]);
});

describe('other formats are named', () => {
  const tar = Buffer.alloc(512);
  tar.write('ustar', 257);
  test.each([
    ['HDF5', Buffer.from('\x89HDF\r\n\x1a\n', 'latin1')],
    ['GGUF', Buffer.from('GGUF\x03\0\0\0{', 'latin1')],
    ['NumPy', Buffer.from('\x93NUMPY\x01\0', 'latin1')],
    ['ONNX', Buffer.from('\x08\x07\x12\x07pytorch', 'latin1')],
    ['TensorFlow Lite', Buffer.from('\x1c\0\0\0TFL3', 'latin1')],
    ['gzip', Buffer.from('\x1f\x8b\x08\0', 'latin1')],
    ['Git LFS', Buffer.from('version https://git-lfs.github.com/spec/v1\n')],
    ['HTML', Buffer.from('<!DOCTYPE html><html>')],
    ['tar archive', tar],
  ])('%s', async (name, bytes) => {
    await expect(load(bytes)).rejects.toMatchObject({
      code: 'CONVOLT_UNSUPPORTED_FILE',
      message: expect.stringContaining(name),
    });
  });

  test('an unknown one is refused with its first bytes, an empty one as such', async () => {
    await expect(load(Buffer.from('plain text, long enough'))).rejects.toMatchObject({
      code: 'CONVOLT_INVALID_FILE',
      message: expect.stringContaining('706c61696e207465'),
    });
    await expect(load(new Uint8Array())).rejects.toThrow('empty');
  });

  test('a safetensors header as long as other formats begin is still one', async () => {
    for (const length of [0x0280, 0x4b50, 0x8b1f]) {
      const bytes = safetensors(`{}${' '.repeat(length - 2)}`);
      expect((await load(bytes)).size).toBe(0);
    }
  });

  test('the name of a file does not matter', async () => {
    const path = join(folder, 'net.safetensors');
    await writeFile(path, await readFile(fixturePath('dtypes.zip.pth')));
    expect((await load(path)).has('float32')).toBe(true);
  });
});
