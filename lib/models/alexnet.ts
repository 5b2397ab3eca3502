import { checkInteger, checkOptions } from '../functional/check.js';
import {
  AdaptiveAvgPool2d,
  Conv2d,
  Dropout,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
} from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { factory } from './factory.js';

/** The options of {@link AlexNet}. */
export interface AlexNetOptions {
  /** Default 1000. */
  numClasses?: number;
  /** The probability of the classifier's dropout. Default 0.5. */
  dropout?: number;
}

/**
 * AlexNet in one column: five convolutions and three linear layers.
 *
 * Shapes: `(N, 3, H, W) -> (N, numClasses)` for images of at least 63 x 63; the published weights are for 224 x 224,
 * normalised by ImageNet's mean and standard deviation.
 *
 * @throws ArgumentError for other options
 * @see https://arxiv.org/abs/1404.5997
 * @see https://pytorch.org/vision/0.14/models/alexnet.html
 */
export class AlexNet extends Module {
  features = new Sequential(
    new Conv2d(3, 64, 11, { stride: 4, padding: 2 }),
    new ReLU({ inplace: true }),
    new MaxPool2d(3, { stride: 2 }),
    new Conv2d(64, 192, 5, { padding: 2 }),
    new ReLU({ inplace: true }),
    new MaxPool2d(3, { stride: 2 }),
    new Conv2d(192, 384, 3, { padding: 1 }),
    new ReLU({ inplace: true }),
    new Conv2d(384, 256, 3, { padding: 1 }),
    new ReLU({ inplace: true }),
    new Conv2d(256, 256, 3, { padding: 1 }),
    new ReLU({ inplace: true }),
    new MaxPool2d(3, { stride: 2 }),
  );
  avgpool = new AdaptiveAvgPool2d([6, 6]);
  classifier: Sequential;

  constructor(options: AlexNetOptions = {}) {
    super();
    checkOptions('AlexNet', options, ['numClasses', 'dropout']);
    const { numClasses = 1000, dropout = 0.5 } = options;
    checkInteger('AlexNet', 'numClasses', numClasses, 1);
    this.classifier = new Sequential(
      new Dropout(dropout),
      new Linear(256 * 6 * 6, 4096),
      new ReLU({ inplace: true }),
      new Dropout(dropout),
      new Linear(4096, 4096),
      new ReLU({ inplace: true }),
      new Linear(4096, numClasses),
    );
  }

  override forward(x: Tensor): Tensor {
    x = this.features.forward(x);
    x = this.avgpool.forward(x);
    return this.classifier.forward(x.flatten(1));
  }
}

/** AlexNet. */
export const alexnet = factory('alexnet', (options: AlexNetOptions) => new AlexNet(options));
