/**
 * Networks of each family against torchvision: parameters, statistics and images are computed by the same hash on both
 * sides, so the fixture holds outputs only.
 */
import { expect, test, vi } from 'vitest';
import { models, type nn, Tensor } from '../../lib/index.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';
import { fillState, fillTensor } from './hashed.js';

vi.mock('../../lib/nn/init.js', async (original) =>
  (await import('./without-drawing.js')).withoutDrawing(await original()),
);
vi.mock('../../lib/tensor/create.js', async (original) =>
  (await import('./without-drawing.js')).withoutZeros(await original()),
);

interface Case {
  /** The size of the images. */
  size: number;
  output: RecordedTensor;
}

const numClasses = 10;

const networks: Record<string, () => nn.Module> = {
  'alexnet.features': () => models.alexnet().features,
  'vgg11_bn.features': () => models.vgg11Bn().features,
  'vgg13.features': () => models.vgg13().features,
  resnet18: () => models.resnet18({ numClasses }),
  resnet50: () => models.resnet50({ numClasses }),
  'resnet of few layers, grouped and dilated': () =>
    new models.ResNet(models.Bottleneck, [1, 2, 1, 1], {
      numClasses,
      groups: 4,
      widthPerGroup: 24,
      replaceStrideWithDilation: [false, true, true],
    }),
  squeezenet1_0: () => models.squeezenet1_0({ numClasses }),
  squeezenet1_1: () => models.squeezenet1_1({ numClasses }),
  densenet121: () => models.densenet121({ numClasses }),
  googlenet: () => models.googlenet({ numClasses, transformInput: true }),
  inception_v3: () => models.inceptionV3({ numClasses, transformInput: true }),
  mnasnet0_5: () => models.mnasnet0_5({ numClasses }),
  mobilenet_v2: () => models.mobilenetV2({ numClasses }),
  'mobilenet_v2 of other channels': () =>
    models.mobilenetV2({
      numClasses,
      widthMult: 0.7,
      invertedResidualSetting: [
        [1, 16, 1, 1],
        [2.5, 24, 2, 2],
      ],
      roundNearest: 4,
    }),
  mobilenet_v3_small: () => models.mobilenetV3Small({ numClasses }),
  'mobilenet_v3_large, narrow, reduced and dilated': () =>
    models.mobilenetV3Large({ numClasses, widthMult: 0.5, reducedTail: true, dilated: true }),
  efficientnet_b0: () => models.efficientnetB0({ numClasses }),
  'efficientnet_v2 of few layers': () => {
    const config = { kernel: 3, numLayers: 2 };
    const [block, expandRatio] = [models.FusedMBConv, 4];
    const setting = [
      { ...config, block, expandRatio: 1, stride: 1, inputChannels: 24, outChannels: 24 },
      { ...config, block, expandRatio, stride: 2, inputChannels: 24, outChannels: 48 },
      { ...config, block: models.MBConv, expandRatio, stride: 2, inputChannels: 48, outChannels: 64 },
    ];
    return new models.EfficientNet(setting, 0.2, { numClasses, lastChannel: 128 });
  },
  regnet_x_400mf: () => models.regnetX400mf({ numClasses }),
  regnet_y_400mf: () => models.regnetY400mf({ numClasses }),
  'convnext of few layers': () => {
    const setting = [
      { inputChannels: 24, outChannels: 48, numLayers: 2 },
      { inputChannels: 48, outChannels: null, numLayers: 2 },
    ];
    return new models.ConvNeXt(setting, { numClasses });
  },
  shufflenet_v2_x0_5: () => models.shufflenetV2X0_5({ numClasses }),
};

test.each(Object.entries(readFixture<Record<string, Case>>('networks')))(
  '%s gives the outputs of torchvision within 1e-4',
  (name, { size, output }) => {
    const network = (networks[name] as () => nn.Module)().eval();
    fillState(network);
    const images = fillTensor(Tensor.empty({ shape: [2, 3, size, size], dtype: 'float32' }), 1000, -2, 4);
    expect(relativeError(network.forward(images), toTensor(output))).toBeLessThanOrEqual(1e-4);
  },
  60_000,
);
