import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { load } from '../../lib/io/load.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { readFixture } from '../support/fixtures.js';
import { fixtureBytes, fixturePath, type Recorded, recordAll } from './tensors.js';

const expected = readFixture<Record<string, Record<string, Recorded>>>('io/pytorch');

describe.each(['zip', 'legacy'])('%s form', (form) => {
  const path = (name: string) => fixturePath(`${name}.${form}.pth`);
  const loadFixture = (name: string) => load(path(name));

  test.each([
    ['dtypes', 'all dtypes, a scalar, an empty tensor, a name outside ASCII'],
    ['views', 'transposed, sliced, stepped, expanded and permuted views, as they lie in their storage'],
    ['parameters', 'a state dict with parameters, buffers, attributes and _metadata'],
    ['training', 'a training checkpoint: state_dict, and the prefix of DataParallel removed'],
    ['compiled', 'a compiled DataParallel model under model: both prefixes removed'],
    ['counters', 'entries that are not tensors left out'],
  ])('%s: %s', async (name) => {
    expect(recordAll(await loadFixture(name))).toStrictEqual(expected[name]);
  });

  test('names keep the order of the checkpoint', async () => {
    const names = [...(await loadFixture('training')).keys()];
    expect(names).toStrictEqual(Object.keys(expected.training as object));
  });

  test('tensors over one storage share it, others do not', async () => {
    const tensors = await loadFixture('views');
    const base = tensors.get('base') as Tensor;
    expect(tensors.get('transposed')?.storage).toBe(base.storage);
    expect(tensors.get('stepped')?.storage).toBe(base.storage);
    expect(tensors.get('permuted')?.storage).not.toBe(base.storage);
  });

  test('key chooses among several dicts', async () => {
    await expect(loadFixture('pair')).rejects.toMatchObject({
      code: 'CONVOLT_UNSUPPORTED_FILE',
      message: expect.stringContaining('"generator", "discriminator"'),
    });
    expect(recordAll(await load(path('pair'), { key: 'generator' }))).toStrictEqual(expected.pair);
    await expect(load(path('pair'), { key: 'step' })).rejects.toMatchObject({ argument: 'key' });
    await expect(load(path('pair'), { key: 'encoder' })).rejects.toThrow('"generator"');
  });

  test.each([
    ['refused-tensor', 'a single tensor'],
    ['refused-list', 'a list'],
    ['refused-empty', 'its keys are "epoch"'],
    ['refused-complex', 'torch.ComplexFloatStorage'],
  ])('%s is refused with the reason', async (name, reason) => {
    await expect(loadFixture(name)).rejects.toMatchObject({
      code: 'CONVOLT_UNSUPPORTED_FILE',
      message: expect.stringContaining(reason),
    });
  });
});

test.each([
  ['refused-module.zip.pth', '"__main__.Net"'],
  ['refused-torchscript.pth', 'TorchScript'],
])('%s is refused by name', async (name, reason) => {
  await expect(load(fixturePath(name))).rejects.toMatchObject({
    code: 'CONVOLT_UNSUPPORTED_FILE',
    file: fixturePath(name),
    message: expect.stringContaining(reason),
  });
});

test('a path, a URL, bytes at any alignment and an ArrayBuffer give the same tensors', async () => {
  const path = fixturePath('dtypes.zip.pth');
  const bytes = fixtureBytes('dtypes.zip.pth');
  const shifted = new Uint8Array(bytes.length + 1).subarray(1);
  shifted.set(bytes);
  const buffer = new Uint8Array(bytes).buffer;
  for (const from of [path, pathToFileURL(path), bytes, shifted, buffer]) {
    expect(recordAll(await load(from))).toStrictEqual(expected.dtypes);
  }
});

test('the tensors are copies: writing to them leaves the bytes alone', async () => {
  const bytes = fixtureBytes('dtypes.legacy.pth');
  const before = bytes.slice();
  const tensors = await load(bytes);
  for (const tensor of tensors.values()) tensor.storage.bytes.fill(0);
  expect(bytes).toStrictEqual(before);
});

const resnet20 = fileURLToPath(
  new URL('../../../shared/data/cifar-resnet20/resnet20-12fca82f.th', import.meta.url),
);

test.skipIf(!existsSync(resnet20))(
  'a trained ResNet-20 in the legacy form (skipped where absent)',
  async () => {
    const tensors = await load(resnet20);
    const fixture = readFixture<Record<string, { shape: number[]; sum: number }>>('io/resnet20');
    expect([...tensors.keys()]).toStrictEqual(Object.keys(fixture));
    for (const [name, { shape, sum }] of Object.entries(fixture)) {
      const tensor = tensors.get(name) as Tensor;
      expect(tensor.shape).toStrictEqual(shape);
      const total = Array.from(tensor.data as Float32Array).reduce((a, b) => a + b, 0);
      expect(Math.abs(total - sum)).toBeLessThan(1e-9 * Math.max(1, Math.abs(sum)));
    }
  },
);
