import { mul } from '../../functional/arithmetic.js';
import { checkInteger, checkOptions } from '../../functional/check.js';
import { AdaptiveAvgPool2d, BatchNorm2d, Conv2d, Module, ReLU, Sequential, Sigmoid } from '../../nn/index.js';
import type { Tensor } from '../../tensor/tensor.js';
import { factory } from '../factory.js';
import { mobilenetV3Large } from '../mobilenet-v3.js';
import {
  checkSegmentation,
  IntermediateLayerGetter,
  mobilenetLayers,
  resizeLike,
  type SegmentationOptions,
  type SegmentationOutput,
} from './common.js';

/** Features of two depths. */
export interface LRASPPFeatures {
  low: Tensor;
  high: Tensor;
}

/** Scores of features of two depths, of which the average over the image scales the deeper. */
export class LRASPPHead extends Module {
  cbr: Sequential;
  scale: Sequential;
  low_classifier: Conv2d;
  high_classifier: Conv2d;

  constructor(lowChannels: number, highChannels: number, numClasses: number, interChannels: number) {
    super();
    this.cbr = new Sequential(
      new Conv2d(highChannels, interChannels, 1, { bias: false }),
      new BatchNorm2d(interChannels),
      new ReLU({ inplace: true }),
    );
    this.scale = new Sequential(
      new AdaptiveAvgPool2d(1),
      new Conv2d(highChannels, interChannels, 1, { bias: false }),
      new Sigmoid(),
    );
    this.low_classifier = new Conv2d(lowChannels, numClasses, 1);
    this.high_classifier = new Conv2d(interChannels, numClasses, 1);
  }

  override forward({ low, high }: LRASPPFeatures): Tensor {
    const x = resizeLike(mul(this.cbr.forward(high), this.scale.forward(high)), low);
    return this.low_classifier.forward(low).add(this.high_classifier.forward(x));
  }
}

/**
 * Lite R-ASPP, a small network for segmentation. The published weights are for images normalised by ImageNet's mean and
 * standard deviation, their shorter side of 520 pixels.
 *
 * Shapes: `(N, 3, H, W) -> { out: (N, numClasses, H, W) }`.
 *
 * @throws ArgumentError for other options
 * @example lrasppMobilenetV3Large({ numClasses: 2 })
 * @see https://arxiv.org/abs/1905.02244
 * @see https://pytorch.org/vision/0.14/models/lraspp.html
 */
export class LRASPP extends Module {
  backbone: Module;
  classifier: LRASPPHead;

  /**
   * @param backbone gives {@link LRASPPFeatures}
   * @param lowChannels of `low`
   * @param highChannels of `high`
   * @param options
   * @param options.interChannels the channels inside the classifier, default 128
   */
  constructor(
    backbone: Module,
    lowChannels: number,
    highChannels: number,
    numClasses: number,
    options: { interChannels?: number } = {},
  ) {
    super();
    checkOptions('LRASPP', options, ['interChannels']);
    const { interChannels = 128 } = options;
    checkInteger('LRASPP', 'numClasses', numClasses, 1);
    checkInteger('LRASPP', 'interChannels', interChannels, 1);
    this.backbone = backbone;
    this.classifier = new LRASPPHead(lowChannels, highChannels, numClasses, interChannels);
  }

  override forward(input: Tensor): SegmentationOutput {
    return { out: resizeLike(this.classifier.forward(this.backbone.forward(input)), input) };
  }
}

/** Lite R-ASPP on a large MobileNet V3. It has no second classifier. */
export const lrasppMobilenetV3Large = factory(
  'lrasppMobilenetV3Large',
  (options: Omit<SegmentationOptions, 'auxLoss'>) => {
    checkOptions('lrasppMobilenetV3Large', options, ['numClasses']);
    const { numClasses } = checkSegmentation('lrasppMobilenetV3Large', options);
    const whole = mobilenetV3Large({ dilated: true });
    const {
      low: [low, lowChannels],
      high: [high, highChannels],
    } = mobilenetLayers(whole);
    const backbone = new IntermediateLayerGetter(whole.features, { [low]: 'low', [high]: 'high' });
    return new LRASPP(backbone, lowChannels, highChannels, numClasses);
  },
);
