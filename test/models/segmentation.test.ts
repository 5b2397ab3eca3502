/**
 * Networks for segmentation against torchvision: parameters, statistics and images are computed by the same hash on both
 * sides, so the fixture holds outputs only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { ArgumentError } from '../../lib/errors.js';
import { functional, models, type nn, save, Tensor } from '../../lib/index.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';
import { fillState, fillTensor } from './hashed.js';

vi.mock('../../lib/nn/init.js', async (original) =>
  (await import('./without-drawing.js')).withoutDrawing(await original()),
);
vi.mock('../../lib/tensor/create.js', async (original) =>
  (await import('./without-drawing.js')).withoutZeros(await original()),
);

const numClasses = 3;

const backbone = () =>
  new models.IntermediateLayerGetter(models.resnet18(), { layer2: 'aux', layer3: 'out' });

const networks: Record<string, () => nn.Module> = {
  FCN: () => new models.FCN(backbone(), new models.FCNHead(256, 3), new models.FCNHead(128, 3)),
  DeepLabV3: () => new models.DeepLabV3(backbone(), new models.DeepLabHead(256, 3)),
  deeplabv3_mobilenet_v3_large: () => models.deeplabv3MobilenetV3Large({ numClasses, auxLoss: true }),
  lraspp_mobilenet_v3_large: () => models.lrasppMobilenetV3Large({ numClasses }),
};

test.each(Object.entries(readFixture<Record<string, Record<string, RecordedTensor>>>('segmentation')))(
  '%s gives the outputs of torchvision within 1e-4',
  (name, expected) => {
    const network = (networks[name] as () => nn.Module)().eval();
    fillState(network);
    const images = fillTensor(Tensor.empty({ shape: [2, 3, 41, 60], dtype: 'float32' }), 1000, -2, 4);
    const outputs: Record<string, Tensor> = network.forward(images);
    expect(Object.keys(outputs)).toEqual(Object.keys(expected));
    for (const [key, output] of Object.entries(outputs)) {
      expect(output.shape).toEqual([2, numClasses, 41, 60]);
      const sample = functional.slice(functional.slice(output, 2, 0, 41, 8), 3, 0, 60, 9).contiguous();
      expect(relativeError(sample, toTensor(expected[key] as RecordedTensor))).toBeLessThanOrEqual(1e-4);
    }
  },
);

test('files have a second classifier, which can be left out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'convolt-models-'));
  try {
    const weights = join(folder, 'weights.safetensors');
    await save(weights, models.deeplabv3MobilenetV3Large({ auxLoss: true }).stateDict());
    const kept = await models.deeplabv3MobilenetV3Large({ weights });
    expect(kept.aux_classifier).toBeInstanceOf(models.FCNHead);
    const without = await models.deeplabv3MobilenetV3Large({ weights, auxLoss: false });
    expect(without.aux_classifier).toBe(null);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each<[string, string, () => unknown]>([
  ['fcnResnet50', 'numClasses', () => models.fcnResnet50({ numClasses: 0 })],
  ['deeplabv3Resnet50', 'auxLoss', () => models.deeplabv3Resnet50({ auxLoss: 1 as never })],
  ['lrasppMobilenetV3Large', 'options', () => models.lrasppMobilenetV3Large({ auxLoss: true } as never)],
  [
    'IntermediateLayerGetter',
    'returnLayers',
    () => new models.IntermediateLayerGetter(models.resnet18(), { layer5: 'out' }),
  ],
])('%s refuses a wrong %s', (where, argument, act) => {
  expect(act).toThrow(ArgumentError);
  expect(act).toThrow(expect.objectContaining({ argument, message: expect.stringContaining(`${where}: `) }));
});
