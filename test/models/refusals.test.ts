/** Options that a model does not take, and training mode where a model cannot run in it. */
import { expect, test, vi } from 'vitest';
import { ArgumentError } from '../../lib/errors.js';
import { models, nn, zeros } from '../../lib/index.js';

vi.mock('../../lib/nn/init.js', async (original) =>
  (await import('./without-drawing.js')).withoutDrawing(await original()),
);
vi.mock('../../lib/tensor/create.js', async (original) =>
  (await import('./without-drawing.js')).withoutZeros(await original()),
);

test.each<[string, string, () => unknown]>([
  ['ResNet', 'numClasses', () => models.resnet18({ numClasses: -1 })],
  ['ResNet', 'zeroInitResidual', () => models.resnet18({ zeroInitResidual: 1 as never })],
  ['ResNet', 'groups', () => models.resnet50({ groups: Number.NaN })],
  ['ResNet', 'options', () => models.resnet50({ width: 64 } as never)],
  [
    'ResNet',
    'replaceStrideWithDilation',
    () => models.resnet50({ replaceStrideWithDilation: [true] as never }),
  ],
  ['BasicBlock', 'options', () => models.resnet34({ groups: 2 })],
  ['BasicBlock', 'options', () => models.resnet18({ replaceStrideWithDilation: [false, true, true] })],
  ['resnext50_32x4d', 'groups', () => models.resnext50_32x4d({ groups: 16 })],
  ['wideResnet50_2', 'widthPerGroup', () => models.wideResnet50_2({ widthPerGroup: 64 })],
  ['CifarResNet', 'blocks', () => new models.CifarResNet(0)],
  ['CifarResNet', 'numClasses', () => models.resnet20({ numClasses: 0 })],
  ['VGG', 'initWeights', () => models.vgg11({ initWeights: null as never })],
  ['Dropout', 'p', () => models.vgg16Bn({ dropout: 1.5 })],
  ['SqueezeNet', 'version', () => new models.SqueezeNet('1.0' as never)],
  ['SqueezeNet', 'options', () => models.squeezenet1_1({ version: '1_0' } as never)],
  ['densenet121', 'options', () => models.densenet121({ growthRate: 12 } as never)],
  ['DenseNet', 'blockConfig', () => new models.DenseNet({ blockConfig: [] })],
  ['DenseNet', 'blockConfig[1]', () => new models.DenseNet({ blockConfig: [2, 0.5] })],
  ['DenseNet', 'dropRate', () => models.densenet121({ dropRate: 2 })],
  ['GoogLeNet', 'auxLogits', () => models.googlenet({ auxLogits: 0 as never })],
  ['MobileNetV2', 'widthMult', () => models.mobilenetV2({ widthMult: 0 })],
  ['MobileNetV2', 'roundNearest', () => models.mobilenetV2({ roundNearest: 0.5 })],
  [
    'MobileNetV2',
    'invertedResidualSetting',
    () => models.mobilenetV2({ invertedResidualSetting: [[1, 16, 1] as never] }),
  ],
  ['InvertedResidual', 'stride', () => new models.MobileNetV2InvertedResidual(8, 8, 3, 6)],
  ['mobilenetV3Small', 'dilated', () => models.mobilenetV3Small({ dilated: 2 as never })],
  ['mobilenetV3Large', 'options', () => models.mobilenetV3Large({ lastChannel: 64 } as never)],
  ['MobileNetV3', 'invertedResidualSetting', () => new models.MobileNetV3([], 64)],
  ['efficientnetB0', 'options', () => models.efficientnetB0({ dropout: 0.5 } as never)],
  ['efficientnetB5', 'options', () => models.efficientnetB5({ normLayer: (n) => new nn.BatchNorm2d(n) })],
  ['EfficientNet', 'stochasticDepthProb', () => models.efficientnetB0({ stochasticDepthProb: 2 })],
  ['EfficientNet', 'invertedResidualSetting', () => new models.EfficientNet([], 0.2)],
  ['ConvNeXt', 'blockSetting', () => new models.ConvNeXt([])],
  ['ConvNeXt', 'layerScale', () => models.convnextTiny({ layerScale: Number.NaN })],
  ['ConvNeXt', 'stochasticDepthProb', () => models.convnextTiny({ stochasticDepthProb: -1 })],
  ['RegNet', 'stemWidth', () => models.regnetX400mf({ stemWidth: 0 })],
  ['BlockParams', 'w0', () => new models.BlockParams({ depth: 2, w0: 12, wa: 8, wm: 2, groupWidth: 8 })],
  ['BlockParams', 'wm', () => new models.BlockParams({ depth: 2, w0: 8, wa: 8, wm: 1, groupWidth: 8 })],
  ['StochasticDepth', 'p', () => new models.StochasticDepth(-0.1, 'row')],
  ['StochasticDepth', 'mode', () => new models.StochasticDepth(0.1, 'column' as never)],
  ['MNASNet', 'alpha', () => new models.MNASNet(0)],
  ['MNASNet', 'options', () => models.mnasnet1_0({ alpha: 1 } as never)],
  ['InvertedResidual', 'kernelSize', () => new models.MNASNetInvertedResidual(8, 8, 7 as never, 1, 3)],
  ['InvertedResidual', 'inp', () => new models.ShuffleNetV2InvertedResidual(8, 12, 1)],
  ['InvertedResidual', 'stride', () => new models.ShuffleNetV2InvertedResidual(8, 8, 4)],
  ['ShuffleNetV2', 'stagesRepeats', () => new models.ShuffleNetV2([4, 8] as never, [24, 48, 96, 192, 1024])],
  ['ShuffleNetV2', 'stagesOutChannels', () => new models.ShuffleNetV2([4, 8, 4], [24, 48] as never)],
  ['ShuffleNetV2', 'numClasses', () => models.shufflenetV2X1_0({ numClasses: 0 })],
  ['Inception3', 'transformInput', () => models.inceptionV3({ transformInput: 'yes' as never })],
])('%s refuses a wrong %s', (where, argument, act) => {
  expect(act).toThrow(ArgumentError);
  expect(act).toThrow(expect.objectContaining({ argument, message: expect.stringContaining(`${where}: `) }));
});

test.each(['googlenet', 'inception_v3'] as const)(
  '%s refuses training mode, in which its auxiliary classifiers would run',
  (name) => {
    const images = zeros([1, 3, 75, 75]);
    expect(() => models.create(name).forward(images)).toThrow(
      expect.objectContaining({
        code: 'CONVOLT_TRAINING_MODE',
        message: expect.stringContaining('auxiliary'),
      }),
    );
  },
);

test('a DenseNet of other sizes computes', () => {
  const network = new models.DenseNet({
    growthRate: 4,
    blockConfig: [2, 1],
    numInitFeatures: 8,
    bnSize: 2,
    numClasses: 3,
  });
  expect(network.eval().forward(zeros([2, 3, 32, 32])).shape).toEqual([2, 3]);
});
