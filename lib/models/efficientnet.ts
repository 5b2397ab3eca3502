import { ArgumentError } from '../errors.js';
import { checkInteger, checkOptions } from '../functional/check.js';
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  init,
  Linear,
  Module,
  Sequential,
  SiLU,
} from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { FusedMBConv, MBConv, type MBConvConfig } from './efficientnet-blocks.js';
import { factory } from './factory.js';
import { Conv2dNormActivation } from './ops/conv-norm-activation.js';
import { batchNorm, type NormLayer } from './ops/layer-types.js';
import { makeDivisible } from './ops/make-divisible.js';

/** The options of the factories. */
export interface EfficientNetFactoryOptions {
  /** Default: `BatchNorm2d`. B5 to B7 and V2 have their own and take no other. */
  normLayer?: NormLayer;
  /** The probability of dropping the last block while training; it grows up to there. Default 0.2. */
  stochasticDepthProb?: number;
  /** Default 1000. */
  numClasses?: number;
}

/** The options of {@link EfficientNet}. */
export interface EfficientNetOptions extends EfficientNetFactoryOptions {
  /** The inputs of the last layer. Default: four times the channels of the last block. */
  lastChannel?: number;
}

/**
 * EfficientNet, V1 and V2: stages of inverted residuals, scaled together in depth, width and image size.
 *
 * Shapes: `(N, 3, H, W) -> (N, numClasses)`; the published weights are for images of 224 x 224 (`b0`) to 600 x 600 (`b7`),
 * normalised by ImageNet's mean and standard deviation (`v2_l`: by 0.5 and 0.5).
 *
 * @throws ArgumentError for other options
 * @example efficientnetB0({ numClasses: 10 })
 * @see https://arxiv.org/abs/1905.11946
 * @see https://arxiv.org/abs/2104.00298
 * @see https://pytorch.org/vision/0.14/models/efficientnet.html
 */
export class EfficientNet extends Module {
  features: Sequential;
  avgpool = new AdaptiveAvgPool2d(1);
  classifier: Sequential;

  /**
   * @param invertedResidualSetting the stages
   * @param dropout the probability of dropout before the last layer
   */
  constructor(
    invertedResidualSetting: readonly MBConvConfig[],
    dropout: number,
    options: EfficientNetOptions = {},
  ) {
    super();
    const setting = invertedResidualSetting;
    if (!Array.isArray(setting) || setting.length === 0)
      throw new ArgumentError(
        'EfficientNet',
        'invertedResidualSetting',
        'a list of at least one stage',
        setting,
      );
    checkOptions('EfficientNet', options, ['stochasticDepthProb', 'numClasses', 'normLayer', 'lastChannel']);
    const { stochasticDepthProb = 0.2, numClasses = 1000, normLayer = batchNorm } = options;
    const { inputChannels } = setting[0] as MBConvConfig;
    const { outChannels } = setting.at(-1) as MBConvConfig;
    const { lastChannel = 4 * outChannels } = options;
    checkInteger('EfficientNet', 'numClasses', numClasses, 1);
    checkInteger('EfficientNet', 'lastChannel', lastChannel, 1);
    if (typeof stochasticDepthProb !== 'number' || !(stochasticDepthProb >= 0 && stochasticDepthProb <= 1))
      throw new ArgumentError(
        'EfficientNet',
        'stochasticDepthProb',
        'a number from 0 to 1',
        stochasticDepthProb,
      );
    this.features = new Sequential(
      new Conv2dNormActivation(3, inputChannels, { stride: 2, normLayer, activationLayer: SiLU }),
      ...makeStages(setting, stochasticDepthProb, normLayer),
      new Conv2dNormActivation(outChannels, lastChannel, { kernelSize: 1, normLayer, activationLayer: SiLU }),
    );
    this.classifier = new Sequential(
      new Dropout(dropout, { inplace: true }),
      new Linear(lastChannel, numClasses),
    );
    for (const module of this.modules()) {
      if (module instanceof Conv2d) init.kaimingNormal_(module.weight, { mode: 'fan_out' });
      else if (module instanceof Linear) {
        const range = 1 / Math.sqrt(module.outFeatures);
        init.uniform_(module.weight, -range, range);
      }
      if (module instanceof Conv2d || module instanceof Linear) module.bias?.fill_(0);
    }
  }

  override forward(x: Tensor): Tensor {
    x = this.features.forward(x);
    x = this.avgpool.forward(x);
    return this.classifier.forward(x.flatten(1));
  }
}

function makeStages(
  setting: readonly MBConvConfig[],
  stochasticDepthProb: number,
  normLayer: NormLayer,
): Sequential[] {
  const total = setting.reduce((sum, { numLayers }) => sum + numLayers, 0);
  let id = 0;
  return setting.map((config) => {
    const stage = new Sequential();
    for (let i = 0; i < config.numLayers; i++) {
      const own = i === 0 ? config : { ...config, inputChannels: config.outChannels, stride: 1 };
      stage.append(new config.block(own, (stochasticDepthProb * id) / total, normLayer));
      id++;
    }
    return stage;
  });
}

type Row = [
  expandRatio: number,
  kernel: number,
  stride: number,
  inputChannels: number,
  outChannels: number,
  numLayers: number,
];

function stage(block: MBConvConfig['block'], row: Row): MBConvConfig {
  const [expandRatio, kernel, stride, inputChannels, outChannels, numLayers] = row;
  return { block, expandRatio, kernel, stride, inputChannels, outChannels, numLayers };
}

const mbConv = (...row: Row) => stage(MBConv, row);
const fused = (...row: Row) => stage(FusedMBConv, row);

const V1: readonly MBConvConfig[] = [
  mbConv(1, 3, 1, 32, 16, 1),
  mbConv(6, 3, 2, 16, 24, 2),
  mbConv(6, 5, 2, 24, 40, 2),
  mbConv(6, 3, 2, 40, 80, 3),
  mbConv(6, 5, 1, 80, 112, 3),
  mbConv(6, 5, 2, 112, 192, 4),
  mbConv(6, 3, 1, 192, 320, 1),
];

/** V1's stages of other width and depth. */
function scale(widthMult: number, depthMult: number): MBConvConfig[] {
  const adjust = (channels: number) => makeDivisible(channels * widthMult, 8);
  return V1.map((config) => ({
    ...config,
    inputChannels: adjust(config.inputChannels),
    outChannels: adjust(config.outChannels),
    numLayers: Math.ceil(config.numLayers * depthMult),
  }));
}

/** The networks whose weights came from TensorFlow have its normalisation, V2 only its eps. */
const fromTensorFlow: NormLayer = (features) => new BatchNorm2d(features, { eps: 0.001, momentum: 0.01 });
const normV2: NormLayer = (features) => new BatchNorm2d(features, { eps: 0.001 });

function efficientnet(
  name: string,
  setting: readonly MBConvConfig[],
  dropout: number,
  fixed: Pick<EfficientNetOptions, 'normLayer' | 'lastChannel'>,
) {
  return factory(name, (options: EfficientNetFactoryOptions) => {
    const names = ['stochasticDepthProb', 'numClasses', 'normLayer'];
    checkOptions(name, options, fixed.normLayer === undefined ? names : names.slice(0, -1));
    return new EfficientNet(setting, dropout, { ...options, ...fixed });
  });
}

/** EfficientNet B0. */
export const efficientnetB0 = efficientnet('efficientnetB0', scale(1, 1), 0.2, {});
/** EfficientNet B1. */
export const efficientnetB1 = efficientnet('efficientnetB1', scale(1, 1.1), 0.2, {});
/** EfficientNet B2. */
export const efficientnetB2 = efficientnet('efficientnetB2', scale(1.1, 1.2), 0.3, {});
/** EfficientNet B3. */
export const efficientnetB3 = efficientnet('efficientnetB3', scale(1.2, 1.4), 0.3, {});
/** EfficientNet B4. */
export const efficientnetB4 = efficientnet('efficientnetB4', scale(1.4, 1.8), 0.4, {});
/** EfficientNet B5. */
export const efficientnetB5 = efficientnet('efficientnetB5', scale(1.6, 2.2), 0.4, {
  normLayer: fromTensorFlow,
});
/** EfficientNet B6. */
export const efficientnetB6 = efficientnet('efficientnetB6', scale(1.8, 2.6), 0.5, {
  normLayer: fromTensorFlow,
});
/** EfficientNet B7. */
export const efficientnetB7 = efficientnet('efficientnetB7', scale(2, 3.1), 0.5, {
  normLayer: fromTensorFlow,
});

const V2_S = [
  fused(1, 3, 1, 24, 24, 2),
  fused(4, 3, 2, 24, 48, 4),
  fused(4, 3, 2, 48, 64, 4),
  mbConv(4, 3, 2, 64, 128, 6),
  mbConv(6, 3, 1, 128, 160, 9),
  mbConv(6, 3, 2, 160, 256, 15),
];
const V2_M = [
  fused(1, 3, 1, 24, 24, 3),
  fused(4, 3, 2, 24, 48, 5),
  fused(4, 3, 2, 48, 80, 5),
  mbConv(4, 3, 2, 80, 160, 7),
  mbConv(6, 3, 1, 160, 176, 14),
  mbConv(6, 3, 2, 176, 304, 18),
  mbConv(6, 3, 1, 304, 512, 5),
];
const V2_L = [
  fused(1, 3, 1, 32, 32, 4),
  fused(4, 3, 2, 32, 64, 7),
  fused(4, 3, 2, 64, 96, 7),
  mbConv(4, 3, 2, 96, 192, 10),
  mbConv(6, 3, 1, 192, 224, 19),
  mbConv(6, 3, 2, 224, 384, 25),
  mbConv(6, 3, 1, 384, 640, 7),
];
const fixedV2 = { normLayer: normV2, lastChannel: 1280 };

/** EfficientNet V2, small. */
export const efficientnetV2S = efficientnet('efficientnetV2S', V2_S, 0.2, fixedV2);
/** EfficientNet V2, medium. */
export const efficientnetV2M = efficientnet('efficientnetV2M', V2_M, 0.3, fixedV2);
/** EfficientNet V2, large. */
export const efficientnetV2L = efficientnet('efficientnetV2L', V2_L, 0.4, fixedV2);
