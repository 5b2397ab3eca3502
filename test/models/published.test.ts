/** Files in the layout of published weights, which is older than that of the models. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { StateDictError } from '../../lib/errors.js';
import { models, type nn, save, type Tensor, zeros } from '../../lib/index.js';

vi.mock('../../lib/nn/init.js', async (original) =>
  (await import('./without-drawing.js')).withoutDrawing(await original()),
);
vi.mock('../../lib/tensor/create.js', async (original) =>
  (await import('./without-drawing.js')).withoutZeros(await original()),
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'convolt-models-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const numClasses = 2;

/** Saves the state of a module, each tensor filled with a number of its own, under other keys; null leaves one out. */
async function publish(module: nn.Module, rename: (key: string) => string | null): Promise<string> {
  const entries = [...module.stateDict()].flatMap(([key, tensor], index): [string, Tensor][] => {
    const name = rename(key);
    tensor.fill_(name === null ? 0 : index);
    return name === null ? [] : [[name, tensor]];
  });
  const path = join(folder, 'weights.safetensors');
  await save(path, new Map(entries));
  return path;
}

function expectState(module: nn.Module, expected: nn.Module): void {
  const state = expected.stateDict();
  for (const [key, tensor] of module.stateDict())
    expect(tensor.equal(state.get(key) as Tensor), key).toBe(true);
}

/** Without what BatchNorm has only since PyTorch 0.4.1. */
const beforeVersion2 = (key: string) => (key.endsWith('num_batches_tracked') ? null : key);

test('DenseNet has norm.1 for norm1, and no num_batches_tracked', async () => {
  const original = models.densenet121({ numClasses });
  const split = (key: string) => key.replace(/(denselayer\d+\.(norm|relu|conv))([12])\./, '$1.$3.');
  expect(split('features.denseblock1.denselayer2.conv1.weight')).toContain('.conv.1.weight');
  const weights = await publish(original, (key) => beforeVersion2(split(key)));
  expectState(await models.densenet121({ numClasses, weights }), original);
});

test('GoogLeNet has auxiliary classifiers, which are left out by default', async () => {
  const original = models.googlenet({ numClasses });
  const weights = await publish(original, beforeVersion2);
  const without = await models.googlenet({ numClasses, weights });
  expect(without.aux1).toBe(null);
  expect(without.transformInput).toBe(true);
  expectState(without, original);
  const kept = await models.googlenet({ numClasses, weights, auxLogits: true, transformInput: false });
  expect(kept.aux2).not.toBe(null);
  expect(kept.transformInput).toBe(false);
  expectState(kept, original);
});

test('a file of GoogLeNet without auxiliary classifiers loads where none are wanted', async () => {
  const original = models.googlenet({ numClasses, auxLogits: false });
  const weights = await publish(original, (key) => key);
  expectState(await models.googlenet({ numClasses, weights }), original);
  await expect(models.googlenet({ numClasses, weights, auxLogits: true })).rejects.toThrow(StateDictError);
});

test('Inception v3 has an auxiliary classifier, which is kept by default', async () => {
  const original = models.inceptionV3({ numClasses });
  const weights = await publish(original, beforeVersion2);
  const kept = await models.inceptionV3({ numClasses, weights });
  expect(kept.transformInput).toBe(true);
  expectState(kept, original);
  const without = await models.inceptionV3({ numClasses, weights, auxLogits: false });
  expect(without.AuxLogits).toBe(null);
  expectState(without, original);
});

test('MNASNet of version 1 has the same stem for every width', async () => {
  const original = models.mnasnet0_5({ numClasses });
  const entries = new Map(original.stateDict());
  for (const [key, tensor] of models.mnasnet1_0().stateDict())
    if (/^layers\.[0-7]\./.test(key)) entries.set(key, tensor);
  for (const [key, tensor] of new models.MNASNetInvertedResidual(16, 16, 3, 2, 3).stateDict())
    entries.set(`layers.8.0.${key}`, tensor);
  for (const [index, tensor] of [...entries.values()].entries()) tensor.fill_(index);
  expect([...entries.keys()]).toEqual([...original.stateDict().keys()]);

  const model = models.mnasnet0_5({ numClasses }).eval();
  expect(model.loadStateDict(entries)).toEqual({ missingKeys: [], unexpectedKeys: [] });
  for (const [key, tensor] of model.stateDict())
    expect(tensor.equal(entries.get(key) as Tensor), key).toBe(true);
  expect(model.forward(zeros([1, 3, 32, 32])).shape).toEqual([1, numClasses]);
  // Of another width: no version explains that.
  const other = models.mnasnet0_75({ numClasses });
  const shapes = [...other.stateDict().values()].map(({ shape }) => shape);
  expect(() => other.loadStateDict(entries)).toThrow(StateDictError);
  expect([...other.stateDict().values()].map(({ shape }) => shape)).toEqual(shapes);
});
