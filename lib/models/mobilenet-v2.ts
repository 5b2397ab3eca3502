import { ArgumentError } from '../errors.js';
import { adaptiveAvgPool2d } from '../functional/adaptive-pool.js';
import { checkInteger, checkOptions, isIntegers } from '../functional/check.js';
import { Conv2d, Dropout, init, Linear, Module, ReLU6, Sequential } from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { factory } from './factory.js';
import { Conv2dNormActivation } from './ops/conv-norm-activation.js';
import { batchNorm, type NormLayer } from './ops/layer-types.js';
import { checkFactor, makeDivisible, roundHalfToEven } from './ops/make-divisible.js';

/** Blocks one after another: how much they widen inside, their channels, their number, the stride of the first. */
export type InvertedResidualSetting = readonly [
  expandRatio: number,
  channels: number,
  blocks: number,
  stride: number,
];

/** The options of {@link MobileNetV2} and of its factory. */
export interface MobileNetV2Options {
  /** Default 1000. */
  numClasses?: number;
  /** A factor for all numbers of channels. Default 1. */
  widthMult?: number;
  /** Default: the paper's. */
  invertedResidualSetting?: readonly InvertedResidualSetting[];
  /** What numbers of channels are rounded to multiples of. Default 8. */
  roundNearest?: number;
  /** Default: `BatchNorm2d`. */
  normLayer?: NormLayer;
  /** The probability of dropout before the last layer. Default 0.2. */
  dropout?: number;
}

const OPTIONS = [
  'numClasses',
  'widthMult',
  'invertedResidualSetting',
  'roundNearest',
  'normLayer',
  'dropout',
];

const SETTING: readonly InvertedResidualSetting[] = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
];

/** Widens by a 1x1 convolution, convolves each channel alone, narrows by a 1x1 convolution; adds where shapes agree. */
export class InvertedResidual extends Module {
  readonly stride: number;
  readonly useResConnect: boolean;
  conv: Sequential;

  constructor(inp: number, oup: number, stride: number, expandRatio: number, normLayer = batchNorm) {
    super();
    if (stride !== 1 && stride !== 2) throw new ArgumentError('InvertedResidual', 'stride', '1 or 2', stride);
    const hidden = roundHalfToEven(inp * expandRatio);
    const activationLayer = ReLU6;
    this.stride = stride;
    this.useResConnect = stride === 1 && inp === oup;
    this.conv = new Sequential();
    if (expandRatio !== 1)
      this.conv.append(new Conv2dNormActivation(inp, hidden, { kernelSize: 1, normLayer, activationLayer }));
    this.conv.extend([
      new Conv2dNormActivation(hidden, hidden, { stride, groups: hidden, normLayer, activationLayer }),
      new Conv2d(hidden, oup, 1, { bias: false }),
      normLayer(oup),
    ]);
  }

  override forward(x: Tensor): Tensor {
    const y = this.conv.forward(x);
    return this.useResConnect ? x.add(y) : y;
  }
}

/**
 * MobileNet V2: inverted residuals, which are narrow where they add and wide where they convolve.
 *
 * Shapes: `(N, 3, H, W) -> (N, numClasses)`; the published weights are for images of 224 x 224, normalised by ImageNet's
 * mean and standard deviation.
 *
 * @throws ArgumentError for other options
 * @example new MobileNetV2({ widthMult: 0.5, numClasses: 10 })
 * @see https://arxiv.org/abs/1801.04381
 * @see https://pytorch.org/vision/0.14/models/mobilenetv2.html
 */
export class MobileNetV2 extends Module {
  features: Sequential;
  classifier: Sequential;

  constructor(options: MobileNetV2Options = {}) {
    super();
    checkOptions('MobileNetV2', options, OPTIONS);
    const { numClasses = 1000, widthMult = 1, invertedResidualSetting: setting = SETTING } = options;
    const { roundNearest = 8, normLayer = batchNorm, dropout = 0.2 } = options;
    checkInteger('MobileNetV2', 'numClasses', numClasses, 1);
    checkFactor('MobileNetV2', 'widthMult', widthMult);
    checkInteger('MobileNetV2', 'roundNearest', roundNearest, 1);
    checkSetting(setting);
    const scale = (channels: number, factor = widthMult) => makeDivisible(channels * factor, roundNearest);
    const activationLayer = ReLU6;

    let channels = scale(32);
    const lastChannel = scale(1280, Math.max(1, widthMult));
    this.features = new Sequential(
      new Conv2dNormActivation(3, channels, { stride: 2, normLayer, activationLayer }),
    );
    for (const [expandRatio, outChannels, blocks, firstStride] of setting) {
      for (let i = 0; i < blocks; i++) {
        const stride = i === 0 ? firstStride : 1;
        const block = new InvertedResidual(channels, scale(outChannels), stride, expandRatio, normLayer);
        this.features.append(block);
        channels = scale(outChannels);
      }
    }
    this.features.append(
      new Conv2dNormActivation(channels, lastChannel, { kernelSize: 1, normLayer, activationLayer }),
    );
    this.classifier = new Sequential(new Dropout(dropout), new Linear(lastChannel, numClasses));
    for (const module of this.modules()) {
      if (module instanceof Conv2d) init.kaimingNormal_(module.weight, { mode: 'fan_out' });
      else if (module instanceof Linear) init.normal_(module.weight, 0, 0.01);
      if (module instanceof Conv2d || module instanceof Linear) module.bias?.fill_(0);
    }
  }

  override forward(x: Tensor): Tensor {
    x = this.features.forward(x);
    return this.classifier.forward(adaptiveAvgPool2d(x, [1, 1]).flatten(1));
  }
}

function checkSetting(setting: unknown): void {
  const fits = ([expandRatio, ...counts]: unknown[]) => Number(expandRatio) > 0 && isIntegers(counts, 3, 1);
  if (Array.isArray(setting) && setting.length > 0 && setting.every((row) => Array.isArray(row) && fits(row)))
    return;
  const expected = 'at least one list of expand ratio, channels, blocks and stride';
  throw new ArgumentError('MobileNetV2', 'invertedResidualSetting', expected, setting);
}

/** MobileNet V2. */
export const mobilenetV2 = factory('mobilenetV2', (options: MobileNetV2Options) => new MobileNetV2(options));
