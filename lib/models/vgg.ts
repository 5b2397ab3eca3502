import { checkBoolean, checkInteger, checkOptions } from '../functional/check.js';
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  init,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
} from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { factory } from './factory.js';

/** The options of {@link VGG} and of its factories. */
export interface VGGOptions {
  /** Default 1000. */
  numClasses?: number;
  /** Whether the parameters are drawn as torchvision does, rather than by the layers' defaults. Default true. */
  initWeights?: boolean;
  /** The probability of the classifier's dropout. Default 0.5. */
  dropout?: number;
}

/** The channels of the 3x3 convolutions of each stage; after a stage, pooling halves the image. The paper's letters. */
const configurations = {
  A: [[64], [128], [256, 256], [512, 512], [512, 512]],
  B: [
    [64, 64],
    [128, 128],
    [256, 256],
    [512, 512],
    [512, 512],
  ],
  D: [
    [64, 64],
    [128, 128],
    [256, 256, 256],
    [512, 512, 512],
    [512, 512, 512],
  ],
  E: [
    [64, 64],
    [128, 128],
    [256, 256, 256, 256],
    [512, 512, 512, 512],
    [512, 512, 512, 512],
  ],
};

/**
 * A VGG network: stages of 3x3 convolutions, and three linear layers.
 *
 * Shapes: `(N, 3, H, W) -> (N, numClasses)` for images of at least 32 x 32; the published weights are for 224 x 224,
 * normalised by ImageNet's mean and standard deviation.
 *
 * @throws ArgumentError for other options
 * @see https://arxiv.org/abs/1409.1556
 * @see https://pytorch.org/vision/0.14/models/vgg.html
 */
export class VGG extends Module {
  features: Module;
  avgpool = new AdaptiveAvgPool2d([7, 7]);
  classifier: Sequential;

  /** @param features the convolutions, which end in 512 channels */
  constructor(features: Module, options: VGGOptions = {}) {
    super();
    checkOptions('VGG', options, ['numClasses', 'initWeights', 'dropout']);
    const { numClasses = 1000, initWeights = true, dropout = 0.5 } = options;
    checkInteger('VGG', 'numClasses', numClasses, 1);
    checkBoolean('VGG', 'initWeights', initWeights);
    this.features = features;
    this.classifier = new Sequential(
      new Linear(512 * 7 * 7, 4096),
      new ReLU({ inplace: true }),
      new Dropout(dropout),
      new Linear(4096, 4096),
      new ReLU({ inplace: true }),
      new Dropout(dropout),
      new Linear(4096, numClasses),
    );
    if (initWeights) this.#initialise();
  }

  override forward(x: Tensor): Tensor {
    x = this.features.forward(x);
    x = this.avgpool.forward(x);
    return this.classifier.forward(x.flatten(1));
  }

  #initialise(): void {
    for (const module of this.modules()) {
      if (module instanceof Conv2d) {
        init.kaimingNormal_(module.weight, { mode: 'fan_out', nonlinearity: 'relu' });
        module.bias?.fill_(0);
      } else if (module instanceof Linear) {
        init.normal_(module.weight, 0, 0.01);
        module.bias?.fill_(0);
      }
    }
  }
}

function makeFeatures(stages: readonly (readonly number[])[], batchNorm: boolean): Sequential {
  const features = new Sequential();
  let inChannels = 3;
  for (const stage of stages) {
    for (const outChannels of stage) {
      features.append(new Conv2d(inChannels, outChannels, 3, { padding: 1 }));
      if (batchNorm) features.append(new BatchNorm2d(outChannels));
      features.append(new ReLU({ inplace: true }));
      inChannels = outChannels;
    }
    features.append(new MaxPool2d(2, { stride: 2 }));
  }
  return features;
}

function vgg(name: string, configuration: keyof typeof configurations, batchNorm = false) {
  return factory(
    name,
    (options: VGGOptions) => new VGG(makeFeatures(configurations[configuration], batchNorm), options),
    // The file's parameters take the place of whatever would be drawn.
    { defaults: { initWeights: false } },
  );
}

/** VGG-11, the paper's configuration A. */
export const vgg11 = vgg('vgg11', 'A');
/** VGG-11 with batch normalisation. */
export const vgg11Bn = vgg('vgg11Bn', 'A', true);
/** VGG-13, the paper's configuration B. */
export const vgg13 = vgg('vgg13', 'B');
/** VGG-13 with batch normalisation. */
export const vgg13Bn = vgg('vgg13Bn', 'B', true);
/** VGG-16, the paper's configuration D. */
export const vgg16 = vgg('vgg16', 'D');
/** VGG-16 with batch normalisation. */
export const vgg16Bn = vgg('vgg16Bn', 'D', true);
/** VGG-19, the paper's configuration E. */
export const vgg19 = vgg('vgg19', 'E');
/** VGG-19 with batch normalisation. */
export const vgg19Bn = vgg('vgg19Bn', 'E', true);
