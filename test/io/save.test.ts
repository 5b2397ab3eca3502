import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { load, save } from '../../lib/io/index.js';
import * as nn from '../../lib/nn/index.js';
import { tensor } from '../../lib/tensor/create.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { fixturePath, recordAll } from './tensors.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convolt-'));
  path = join(folder, 'net.safetensors');
});
afterEach(() => rm(folder, { recursive: true }));

interface Checked {
  metadata: Record<string, string>;
  tensors: Record<string, { dtype: string; shape: number[]; hex: string }>;
}

/** The content of the file, by a strict reader in Python that shares nothing with ours. */
async function check(): Promise<Checked> {
  const { stdout } = await promisify(execFile)('python3', [fixturePath('check_safetensors.py'), path]);
  return JSON.parse(stdout) as Checked;
}

const w = tensor([1.5, -2]);

test('what was saved is loaded: all dtypes, scalars, empty tensors', async () => {
  const tensors = await load(fixturePath('dtypes.zip.pth'));
  await save(path, tensors);
  expect(recordAll(await load(path))).toStrictEqual(recordAll(tensors));
});

test('views are written as what they show', async () => {
  const views = await load(fixturePath('views.zip.pth'));
  await save(path, views);
  const loaded = recordAll(await load(path));
  for (const [name, { shape, data }] of Object.entries(recordAll(views)))
    expect(loaded[name]).toMatchObject({ shape, data, offset: 0 });
});

test('a state dict goes into the file and back into a module', async () => {
  const model = new nn.Sequential(new nn.Conv2d(1, 2, 3), new nn.BatchNorm2d(2));
  await save(path, model.stateDict());
  const twin = new nn.Sequential(new nn.Conv2d(1, 2, 3), new nn.BatchNorm2d(2));
  twin.loadStateDict(await load(path));
  expect(recordAll(twin.stateDict())).toStrictEqual(recordAll(model.stateDict()));
});

describe('an independent strict reader accepts it', () => {
  test('all dtypes, in the order that keeps each aligned', async () => {
    const tensors = await load(fixturePath('dtypes.zip.pth'));
    await save(path, tensors);
    const { tensors: checked } = await check();
    expect(Object.keys(checked)).toHaveLength(tensors.size);
    expect(checked.float64).toStrictEqual({
      dtype: 'F64',
      shape: [1, 2],
      hex: '555555555555d53f9c7500883ce4377e',
    });
    const order = [
      'float64',
      'int64',
      'empty',
      'float32',
      'größe',
      'int32',
      'scalar',
      'bfloat16',
      'float16',
      'int16',
    ];
    expect(Object.keys(checked).sort()).toStrictEqual([...tensors.keys()].sort());
    const places = await load(path);
    expect([...places.keys()].slice(0, order.length)).toStrictEqual(order);
  });

  test('metadata, odd names, and no tensors at all', async () => {
    await save(path, { w, '': w, '"\n': w, '😀': w, '7': w }, { metadata: { format: 'pt', größe: 'ja' } });
    const { metadata, tensors } = await check();
    expect(metadata).toStrictEqual({ format: 'pt', größe: 'ja' });
    expect(tensors['😀']).toStrictEqual({ dtype: 'F32', shape: [2], hex: '0000c03f000000c0' });
    expect(Object.keys(tensors)).toHaveLength(5);
    expect((await load(path)).size).toBe(5);
    await save(path, new Map());
    expect(await check()).toStrictEqual({ metadata: {}, tensors: {} });
  });
});

describe('the file appears whole or not at all', () => {
  test('an existing file is replaced, a URL works, nothing else is left', async () => {
    await writeFile(path, 'before');
    await save(pathToFileURL(path), { w });
    expect((await load(path)).size).toBe(1);
    expect(await readdir(folder)).toStrictEqual(['net.safetensors']);
  });

  test('an error leaves the file that was there', async () => {
    await writeFile(path, 'before');
    const gone = tensor([1, 2, 3]);
    structuredClone(gone.data.buffer, { transfer: [gone.data.buffer as ArrayBuffer] });
    await expect(save(path, { w, gone })).rejects.toMatchObject({ code: 'CONVOLT_DETACHED_BUFFER' });
    expect(await readFile(path, 'utf8')).toBe('before');
    expect(await readdir(folder)).toStrictEqual(['net.safetensors']);
  });

  test('a symbolic link stays one', async () => {
    const link = join(folder, 'link');
    await writeFile(path, 'before');
    await symlink(path, link);
    await save(link, { w });
    expect((await load(path)).size).toBe(1);
  });

  test('a missing folder and a folder in the place of the file are errors of the system', async () => {
    await expect(save(join(folder, 'none', 'net'), { w })).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(save(folder, { w })).rejects.toMatchObject({ syscall: 'rename' });
  });
});

describe('arguments', () => {
  test.each([
    ['path', null, { w }, {}],
    ['path', 5, { w }, {}],
    ['path', new URL('https://example.com/'), { w }, {}],
    ['dict', 'net', null, {}],
    ['dict', 'net', [w], {}],
    ['dict', 'net', w, {}],
    [`dict['b']`, 'net', { w, b: [1, 2] }, {}],
    [`dict['b']`, 'net', new Map([['b', undefined]]), {}],
    ['a name in dict', 'net', { __metadata__: w }, {}],
    ['a name in dict', 'net', { '\ud800': w }, {}],
    ['a name in dict', 'net', new Map([[7, w]]), {}],
    ['options', 'net', { w }, null],
    ['metadata', 'net', { w }, { metadata: { epoch: 3 } }],
    ['metadata', 'net', { w }, { metadata: new Map() }],
  ])('%s is checked (%#)', async (argument, to, dict, options) => {
    await expect(save(to as string, dict as { w: Tensor }, options as object)).rejects.toMatchObject({
      code: 'CONVOLT_INVALID_ARGUMENT',
      argument,
    });
  });
});
