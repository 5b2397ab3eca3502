import { cat } from '../../functional/cat.js';
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  Module,
  ModuleList,
  ReLU,
  Sequential,
} from '../../nn/index.js';
import type { Tensor } from '../../tensor/tensor.js';
import { factory } from '../factory.js';
import { mobilenetV3Large } from '../mobilenet-v3.js';
import { resnet50, resnet101 } from '../resnet.js';
import {
  checkSegmentation,
  IntermediateLayerGetter,
  mobilenetLayers,
  resizeLike,
  type SegmentationOptions,
  SimpleSegmentationModel,
  segmentationWeights,
} from './common.js';
import { FCNHead } from './fcn.js';

/**
 * DeepLabV3, a network for segmentation that sees far by dilated convolutions. The published weights are for images
 * normalised by ImageNet's mean and standard deviation, their shorter side of 520 pixels.
 *
 * Shapes: `(N, 3, H, W) -> { out: (N, numClasses, H, W), aux: (N, numClasses, H, W) }`, `aux` only with `auxLoss`.
 *
 * @example deeplabv3Resnet50({ numClasses: 2, auxLoss: true })
 * @see https://arxiv.org/abs/1706.05587
 * @see https://pytorch.org/vision/0.14/models/deeplabv3.html
 */
export class DeepLabV3 extends SimpleSegmentationModel {}

/** A dilated 3x3 convolution. */
export class ASPPConv extends Sequential {
  constructor(inChannels: number, outChannels: number, dilation: number) {
    super(
      new Conv2d(inChannels, outChannels, 3, { padding: dilation, dilation, bias: false }),
      new BatchNorm2d(outChannels),
      new ReLU(),
    );
  }
}

/** What the average over the image gives, at every place. */
export class ASPPPooling extends Sequential {
  constructor(inChannels: number, outChannels: number) {
    super(
      new AdaptiveAvgPool2d(1),
      new Conv2d(inChannels, outChannels, 1, { bias: false }),
      new BatchNorm2d(outChannels),
      new ReLU(),
    );
  }

  override forward(x: Tensor): Tensor {
    return resizeLike(super.forward(x), x);
  }
}

/** Convolutions of several dilations and the image's average side by side, and a 1x1 convolution of them all. */
export class ASPP extends Module {
  convs: ModuleList;
  project: Sequential;

  constructor(inChannels: number, atrousRates: readonly number[], outChannels = 256) {
    super();
    this.convs = new ModuleList([
      new Sequential(
        new Conv2d(inChannels, outChannels, 1, { bias: false }),
        new BatchNorm2d(outChannels),
        new ReLU(),
      ),
      ...atrousRates.map((rate) => new ASPPConv(inChannels, outChannels, rate)),
      new ASPPPooling(inChannels, outChannels),
    ]);
    this.project = new Sequential(
      new Conv2d(this.convs.length * outChannels, outChannels, 1, { bias: false }),
      new BatchNorm2d(outChannels),
      new ReLU(),
      new Dropout(0.5),
    );
  }

  override forward(x: Tensor): Tensor {
    const branches = [...this.convs].map((branch) => branch.forward(x));
    return this.project.forward(cat(branches, 1));
  }
}

/** {@link ASPP}, a 3x3 convolution, and scores by a 1x1 convolution. */
export class DeepLabHead extends Sequential {
  constructor(inChannels: number, numClasses: number) {
    super(
      new ASPP(inChannels, [12, 24, 36]),
      new Conv2d(256, 256, 3, { padding: 1, bias: false }),
      new BatchNorm2d(256),
      new ReLU(),
      new Conv2d(256, numClasses, 1),
    );
  }
}

/** The network of two layers of a backbone, each with its name and its channels. */
function deeplabv3(
  backbone: Module,
  [outLayer, outChannels]: [string, number],
  [auxLayer, auxChannels]: [string, number],
  { numClasses, auxLoss }: Required<SegmentationOptions>,
): DeepLabV3 {
  const layers = auxLoss ? { [auxLayer]: 'aux', [outLayer]: 'out' } : { [outLayer]: 'out' };
  const getter = new IntermediateLayerGetter(backbone, layers);
  const auxClassifier = auxLoss ? new FCNHead(auxChannels, numClasses) : null;
  return new DeepLabV3(getter, new DeepLabHead(outChannels, numClasses), auxClassifier);
}

function onResnet(name: string, resnet: typeof resnet50) {
  const build = (options: SegmentationOptions) => {
    const complete = checkSegmentation(name, options);
    const backbone = resnet({ replaceStrideWithDilation: [false, true, true] });
    return deeplabv3(backbone, ['layer4', 2048], ['layer3', 1024], complete);
  };
  return factory(name, build, segmentationWeights);
}

/** DeepLabV3 on a ResNet-50. */
export const deeplabv3Resnet50 = onResnet('deeplabv3Resnet50', resnet50);
/** DeepLabV3 on a ResNet-101. */
export const deeplabv3Resnet101 = onResnet('deeplabv3Resnet101', resnet101);

/** DeepLabV3 on a large MobileNet V3. */
export const deeplabv3MobilenetV3Large = factory(
  'deeplabv3MobilenetV3Large',
  (options: SegmentationOptions) => {
    const complete = checkSegmentation('deeplabv3MobilenetV3Large', options);
    const backbone = mobilenetV3Large({ dilated: true });
    const { low, high } = mobilenetLayers(backbone);
    return deeplabv3(backbone.features, high, low, complete);
  },
  segmentationWeights,
);
