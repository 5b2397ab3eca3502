import { BatchNorm2d, Conv2d, Dropout, ReLU, Sequential } from '../../nn/index.js';
import { factory } from '../factory.js';
import { resnet50, resnet101 } from '../resnet.js';
import {
  checkSegmentation,
  IntermediateLayerGetter,
  type SegmentationOptions,
  SimpleSegmentationModel,
  segmentationWeights,
} from './common.js';

/**
 * A fully convolutional network for segmentation. The published weights are for images normalised by ImageNet's mean and
 * standard deviation, their shorter side of 520 pixels.
 *
 * Shapes: `(N, 3, H, W) -> { out: (N, numClasses, H, W), aux: (N, numClasses, H, W) }`, `aux` only with `auxLoss`.
 *
 * @example
 * const model = (await fcnResnet50({ weights: 'fcn_resnet50_coco-1167a1af.pth' })).eval();
 * const classes = model.forward(images).out.argmax(1);
 * @see https://arxiv.org/abs/1411.4038
 * @see https://pytorch.org/vision/0.14/models/fcn.html
 */
export class FCN extends SimpleSegmentationModel {}

/** A 3x3 convolution to a quarter of the channels, and scores by a 1x1 convolution. */
export class FCNHead extends Sequential {
  constructor(inChannels: number, channels: number) {
    const width = Math.floor(inChannels / 4);
    super(
      new Conv2d(inChannels, width, 3, { padding: 1, bias: false }),
      new BatchNorm2d(width),
      new ReLU(),
      new Dropout(0.1),
      new Conv2d(width, channels, 1),
    );
  }
}

function fcn(name: string, resnet: typeof resnet50) {
  const build = (options: SegmentationOptions) => {
    const { numClasses, auxLoss } = checkSegmentation(name, options);
    const whole = resnet({ replaceStrideWithDilation: [false, true, true] });
    const layers = auxLoss ? { layer3: 'aux', layer4: 'out' } : { layer4: 'out' };
    const backbone = new IntermediateLayerGetter(whole, layers);
    const auxClassifier = auxLoss ? new FCNHead(1024, numClasses) : null;
    return new FCN(backbone, new FCNHead(2048, numClasses), auxClassifier);
  };
  return factory(name, build, segmentationWeights);
}

/** A fully convolutional network on a ResNet-50. */
export const fcnResnet50 = fcn('fcnResnet50', resnet50);
/** A fully convolutional network on a ResNet-101. */
export const fcnResnet101 = fcn('fcnResnet101', resnet101);
