import { ArgumentError } from '../errors.js';
import { checkBoolean, checkInteger, checkOptions } from '../functional/check.js';
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  Hardsigmoid,
  Hardswish,
  init,
  Linear,
  Module,
  ReLU,
  Sequential,
} from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { factory } from './factory.js';
import { Conv2dNormActivation } from './ops/conv-norm-activation.js';
import type { NormLayer } from './ops/layer-types.js';
import { checkFactor, makeDivisible } from './ops/make-divisible.js';
import { SqueezeExcitation } from './ops/squeeze-excitation.js';

/** The options of {@link MobileNetV3}. */
export interface MobileNetV3Options {
  /** Default 1000. */
  numClasses?: number;
  /** Default: `BatchNorm2d` with eps 0.001 and momentum 0.01. */
  normLayer?: NormLayer;
  /** The probability of dropout before the last layer. Default 0.2. */
  dropout?: number;
}

/** The options of the factories: also those that shape the blocks. */
export interface MobileNetV3FactoryOptions extends MobileNetV3Options {
  /** A factor for all numbers of channels. Default 1. */
  widthMult?: number;
  /** Whether the last blocks have half the channels. Default false. */
  reducedTail?: boolean;
  /** Whether the last blocks dilate their convolutions instead of halving the image. Default false. */
  dilated?: boolean;
}

/** One block: a row of tables 1 and 2 of the paper. */
export interface InvertedResidualConfig {
  inputChannels: number;
  kernel: number;
  expandedChannels: number;
  outChannels: number;
  /** Whether it has squeeze-and-excitation. */
  useSe: boolean;
  /** `'HS'`: Hardswish, `'RE'`: ReLU. */
  activation: 'HS' | 'RE';
  stride: number;
  dilation: number;
}

const norm: NormLayer = (numFeatures) => new BatchNorm2d(numFeatures, { eps: 0.001, momentum: 0.01 });

/**
 * Widens by a 1x1 convolution, convolves each channel alone, scales channels, narrows by a 1x1 convolution; adds where
 * shapes agree.
 */
export class InvertedResidual extends Module {
  readonly useResConnect: boolean;
  block: Sequential;
  readonly outChannels: number;
  /** Whether the config halves the image; dilation may have taken the place of the stride. */
  readonly isStrided: boolean;

  constructor(config: InvertedResidualConfig, normLayer: NormLayer) {
    super();
    const { inputChannels, expandedChannels: expanded, outChannels, dilation } = config;
    if (config.stride !== 1 && config.stride !== 2)
      throw new ArgumentError('InvertedResidual', 'stride', '1 or 2', config.stride);
    const activationLayer = config.activation === 'HS' ? Hardswish : ReLU;
    const stride = dilation > 1 ? 1 : config.stride;
    const { kernel: kernelSize } = config;
    this.useResConnect = config.stride === 1 && inputChannels === outChannels;
    this.isStrided = config.stride > 1;
    this.outChannels = outChannels;
    this.block = new Sequential();
    if (expanded !== inputChannels) {
      const wide = { kernelSize: 1, normLayer, activationLayer };
      this.block.append(new Conv2dNormActivation(inputChannels, expanded, wide));
    }
    const depthwise = { kernelSize, stride, dilation, groups: expanded, normLayer, activationLayer };
    this.block.append(new Conv2dNormActivation(expanded, expanded, depthwise));
    if (config.useSe) {
      const squeezed = makeDivisible(Math.floor(expanded / 4), 8);
      const scaleActivation = () => new Hardsigmoid();
      this.block.append(new SqueezeExcitation(expanded, squeezed, { scaleActivation }));
    }
    const narrow = { kernelSize: 1, normLayer, activationLayer: null };
    this.block.append(new Conv2dNormActivation(expanded, outChannels, narrow));
  }

  override forward(input: Tensor): Tensor {
    const result = this.block.forward(input);
    return this.useResConnect ? result.add(input) : result;
  }
}

/**
 * MobileNet V3: inverted residuals, some with squeeze-and-excitation, whose kinds and numbers were searched for.
 *
 * Shapes: `(N, 3, H, W) -> (N, numClasses)`; the published weights are for images of 224 x 224, normalised by ImageNet's
 * mean and standard deviation.
 *
 * @throws ArgumentError for other options
 * @example mobilenetV3Small({ widthMult: 0.5, numClasses: 10 })
 * @see https://arxiv.org/abs/1905.02244
 * @see https://pytorch.org/vision/0.14/models/mobilenetv3.html
 */
export class MobileNetV3 extends Module {
  features: Sequential;
  avgpool = new AdaptiveAvgPool2d(1);
  classifier: Sequential;

  /**
   * @param invertedResidualSetting the blocks
   * @param lastChannel the inputs of the last layer
   */
  constructor(
    invertedResidualSetting: readonly InvertedResidualConfig[],
    lastChannel: number,
    options: MobileNetV3Options = {},
  ) {
    super();
    const setting = invertedResidualSetting;
    if (!Array.isArray(setting) || setting.length === 0)
      throw new ArgumentError(
        'MobileNetV3',
        'invertedResidualSetting',
        'a list of at least one block',
        setting,
      );
    checkInteger('MobileNetV3', 'lastChannel', lastChannel, 1);
    checkOptions('MobileNetV3', options, ['numClasses', 'normLayer', 'dropout']);
    const { numClasses = 1000, normLayer = norm, dropout = 0.2 } = options;
    checkInteger('MobileNetV3', 'numClasses', numClasses, 1);
    const first = setting[0] as InvertedResidualConfig;
    const last = setting.at(-1) as InvertedResidualConfig;
    const activationLayer = Hardswish;
    this.features = new Sequential(
      new Conv2dNormActivation(3, first.inputChannels, { stride: 2, normLayer, activationLayer }),
      ...setting.map((config) => new InvertedResidual(config, normLayer)),
      new Conv2dNormActivation(last.outChannels, 6 * last.outChannels, {
        kernelSize: 1,
        normLayer,
        activationLayer,
      }),
    );
    this.classifier = new Sequential(
      new Linear(6 * last.outChannels, lastChannel),
      new Hardswish({ inplace: true }),
      new Dropout(dropout, { inplace: true }),
      new Linear(lastChannel, numClasses),
    );
    for (const module of this.modules()) {
      if (module instanceof Conv2d) init.kaimingNormal_(module.weight, { mode: 'fan_out' });
      else if (module instanceof Linear) init.normal_(module.weight, 0, 0.01);
      if (module instanceof Conv2d || module instanceof Linear) module.bias?.fill_(0);
    }
  }

  override forward(x: Tensor): Tensor {
    x = this.features.forward(x);
    x = this.avgpool.forward(x);
    return this.classifier.forward(x.flatten(1));
  }
}

/** A row of the paper's tables; half its channels where they lie in the tail and that is reduced. */
type Row = [
  inputChannels: number,
  kernel: number,
  expandedChannels: number,
  outChannels: number,
  useSe: boolean,
  activation: 'HS' | 'RE',
  stride: number,
];

const LARGE: readonly Row[] = [
  [16, 3, 16, 16, false, 'RE', 1],
  [16, 3, 64, 24, false, 'RE', 2],
  [24, 3, 72, 24, false, 'RE', 1],
  [24, 5, 72, 40, true, 'RE', 2],
  [40, 5, 120, 40, true, 'RE', 1],
  [40, 5, 120, 40, true, 'RE', 1],
  [40, 3, 240, 80, false, 'HS', 2],
  [80, 3, 200, 80, false, 'HS', 1],
  [80, 3, 184, 80, false, 'HS', 1],
  [80, 3, 184, 80, false, 'HS', 1],
  [80, 3, 480, 112, true, 'HS', 1],
  [112, 3, 672, 112, true, 'HS', 1],
  [112, 5, 672, 160, true, 'HS', 2],
  [160, 5, 960, 160, true, 'HS', 1],
  [160, 5, 960, 160, true, 'HS', 1],
];

const SMALL: readonly Row[] = [
  [16, 3, 16, 16, true, 'RE', 2],
  [16, 3, 72, 24, false, 'RE', 2],
  [24, 3, 88, 24, false, 'RE', 1],
  [24, 5, 96, 40, true, 'HS', 2],
  [40, 5, 240, 40, true, 'HS', 1],
  [40, 5, 240, 40, true, 'HS', 1],
  [40, 5, 120, 48, true, 'HS', 1],
  [48, 5, 144, 48, true, 'HS', 1],
  [48, 5, 288, 96, true, 'HS', 2],
  [96, 5, 576, 96, true, 'HS', 1],
  [96, 5, 576, 96, true, 'HS', 1],
];

function mobilenetV3(name: string, rows: readonly Row[], lastChannel: number) {
  return factory(name, (options: MobileNetV3FactoryOptions) => {
    checkOptions(name, options, [
      'widthMult',
      'reducedTail',
      'dilated',
      'numClasses',
      'normLayer',
      'dropout',
    ]);
    const { widthMult = 1, reducedTail = false, dilated = false, ...others } = options;
    checkFactor(name, 'widthMult', widthMult);
    checkBoolean(name, 'reducedTail', reducedTail);
    checkBoolean(name, 'dilated', dilated);
    const adjust = (channels: number) => makeDivisible(channels * widthMult, 8);
    const divider = reducedTail ? 2 : 1;
    const setting = rows.map(([input, kernel, expanded, out, useSe, activation, stride], i) => {
      const place = i - (rows.length - 3); // The last three blocks are the tail; it begins inside the first of them.
      return {
        inputChannels: adjust(place > 0 ? input / divider : input),
        kernel,
        expandedChannels: adjust(place > 0 ? expanded / divider : expanded),
        outChannels: adjust(place >= 0 ? out / divider : out),
        useSe,
        activation,
        stride,
        dilation: place >= 0 && dilated ? 2 : 1,
      };
    });
    return new MobileNetV3(setting, adjust(lastChannel / divider), others);
  });
}

/** MobileNet V3, large. */
export const mobilenetV3Large = mobilenetV3('mobilenetV3Large', LARGE, 1280);
/** MobileNet V3, small. */
export const mobilenetV3Small = mobilenetV3('mobilenetV3Small', SMALL, 1024);
