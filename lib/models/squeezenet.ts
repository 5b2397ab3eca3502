import { ArgumentError } from '../errors.js';
import { cat } from '../functional/cat.js';
import { checkInteger, checkOptions } from '../functional/check.js';
import {
  AdaptiveAvgPool2d,
  Conv2d,
  Dropout,
  init,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
} from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { factory } from './factory.js';

/** The options of {@link SqueezeNet} and of its factories. */
export interface SqueezeNetOptions {
  /** Default 1000. */
  numClasses?: number;
  /** The probability of the classifier's dropout. Default 0.5. */
  dropout?: number;
}

/** Squeezes by 1x1 convolution, then expands by 1x1 and 3x3 convolutions side by side. */
export class Fire extends Module {
  squeeze: Conv2d;
  squeeze_activation = new ReLU({ inplace: true });
  expand1x1: Conv2d;
  expand1x1_activation = new ReLU({ inplace: true });
  expand3x3: Conv2d;
  expand3x3_activation = new ReLU({ inplace: true });

  constructor(inplanes: number, squeezePlanes: number, expand1x1Planes: number, expand3x3Planes: number) {
    super();
    this.squeeze = new Conv2d(inplanes, squeezePlanes, 1);
    this.expand1x1 = new Conv2d(squeezePlanes, expand1x1Planes, 1);
    this.expand3x3 = new Conv2d(squeezePlanes, expand3x3Planes, 3, { padding: 1 });
  }

  override forward(x: Tensor): Tensor {
    x = this.squeeze_activation.forward(this.squeeze.forward(x));
    const narrow = this.expand1x1_activation.forward(this.expand1x1.forward(x));
    const wide = this.expand3x3_activation.forward(this.expand3x3.forward(x));
    return cat([narrow, wide], 1);
  }
}

function pool(): MaxPool2d {
  return new MaxPool2d(3, { stride: 2, ceilMode: true });
}

/** Version 1.0, the paper's. */
function features1_0(): Sequential {
  return new Sequential(
    new Conv2d(3, 96, 7, { stride: 2 }),
    new ReLU({ inplace: true }),
    pool(),
    new Fire(96, 16, 64, 64),
    new Fire(128, 16, 64, 64),
    new Fire(128, 32, 128, 128),
    pool(),
    new Fire(256, 32, 128, 128),
    new Fire(256, 48, 192, 192),
    new Fire(384, 48, 192, 192),
    new Fire(384, 64, 256, 256),
    pool(),
    new Fire(512, 64, 256, 256),
  );
}

/** Version 1.1: as accurate with 2.4 times fewer operations, since it pools earlier. */
function features1_1(): Sequential {
  return new Sequential(
    new Conv2d(3, 64, 3, { stride: 2 }),
    new ReLU({ inplace: true }),
    pool(),
    new Fire(64, 16, 64, 64),
    new Fire(128, 16, 64, 64),
    pool(),
    new Fire(128, 32, 128, 128),
    new Fire(256, 32, 128, 128),
    pool(),
    new Fire(256, 48, 192, 192),
    new Fire(384, 48, 192, 192),
    new Fire(384, 64, 256, 256),
    new Fire(512, 64, 256, 256),
  );
}

/**
 * SqueezeNet: AlexNet's accuracy with 50 times fewer parameters.
 *
 * Shapes: `(N, 3, H, W) -> (N, numClasses)` for images of at least 21 x 21 (version 1.1: 17 x 17); the published weights
 * are for 224 x 224, normalised by ImageNet's mean and standard deviation.
 *
 * @throws ArgumentError for other versions and options
 * @see https://arxiv.org/abs/1602.07360
 * @see https://pytorch.org/vision/0.14/models/squeezenet.html
 */
export class SqueezeNet extends Module {
  features: Sequential;
  classifier: Sequential;

  /** @param version `'1_0'` or `'1_1'` */
  constructor(version: '1_0' | '1_1' = '1_0', options: SqueezeNetOptions = {}) {
    super();
    if (version !== '1_0' && version !== '1_1')
      throw new ArgumentError('SqueezeNet', 'version', "'1_0' or '1_1'", version);
    checkOptions('SqueezeNet', options, ['numClasses', 'dropout']);
    const { numClasses = 1000, dropout = 0.5 } = options;
    checkInteger('SqueezeNet', 'numClasses', numClasses, 1);
    this.features = version === '1_0' ? features1_0() : features1_1();
    const finalConv = new Conv2d(512, numClasses, 1);
    this.classifier = new Sequential(
      new Dropout(dropout),
      finalConv,
      new ReLU({ inplace: true }),
      new AdaptiveAvgPool2d([1, 1]),
    );
    for (const module of this.modules()) {
      if (!(module instanceof Conv2d)) continue;
      if (module === finalConv) init.normal_(module.weight, 0, 0.01);
      else init.kaimingUniform_(module.weight);
      module.bias?.fill_(0);
    }
  }

  override forward(x: Tensor): Tensor {
    x = this.features.forward(x);
    return this.classifier.forward(x).flatten(1);
  }
}

/** SqueezeNet 1.0. */
export const squeezenet1_0 = factory(
  'squeezenet1_0',
  (options: SqueezeNetOptions) => new SqueezeNet('1_0', options),
);
/** SqueezeNet 1.1. */
export const squeezenet1_1 = factory(
  'squeezenet1_1',
  (options: SqueezeNetOptions) => new SqueezeNet('1_1', options),
);
