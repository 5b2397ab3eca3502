/** Models draw their parameters in torchvision's order: after the same seed they are the same. */
import { expect, test } from 'vitest';
import { manualSeed, models, type nn, type Tensor } from '../../lib/index.js';
import { readFixture } from '../support/fixtures.js';

/** Those that take options. */
const others: Record<string, () => nn.Module> = {
  'convnext of few layers': () => {
    const setting = [
      { inputChannels: 24, outChannels: 48, numLayers: 2 },
      { inputChannels: 48, outChannels: null, numLayers: 2 },
    ];
    return new models.ConvNeXt(setting);
  },
  'deeplabv3_mobilenet_v3_large with a second classifier': () =>
    models.deeplabv3MobilenetV3Large({ auxLoss: true }),
};

test.each(Object.entries(readFixture<Record<string, [number, number]>>('model_seeds')))(
  '%s starts with the parameters that PyTorch draws after the same seed',
  (name, [first, last]) => {
    manualSeed(7);
    const model = others[name]?.() ?? models.create(name as models.ModelName);
    const tensors = [...model.stateDict().values()];
    const sum = (element: (tensor: Tensor) => unknown) =>
      tensors.reduce((total, tensor, k) => total + (k + 1) * Number(element(tensor)), 0);
    expect(sum(({ data }) => data[0])).toBeCloseTo(first, 4);
    expect(sum(({ data }) => data[data.length - 1])).toBeCloseTo(last, 4);
  },
);
