import { adaptiveAvgPool2d } from '../functional/adaptive-pool.js';
import { cat } from '../functional/cat.js';
import { checkOptions } from '../functional/check.js';
import { relu } from '../functional/relu.js';
import {
  AdaptiveAvgPool2d,
  Conv2d,
  Dropout,
  init,
  Linear,
  MaxPool2d,
  Module,
  Sequential,
} from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { BasicConv2d } from './basic-conv2d.js';
import { factory } from './factory.js';
import {
  checkAuxiliary,
  checkInception,
  type InceptionOptions,
  renormalise,
  withoutAuxiliary,
} from './inception-common.js';

/** The options of {@link GoogLeNet}. `auxLogits` is true by default, but false with `weights`. */
export interface GoogLeNetOptions extends InceptionOptions {
  /** The probability of dropout before the last layer. Default 0.2. */
  dropout?: number;
  /** The probability of dropout in the auxiliary classifiers. Default 0.7. */
  dropoutAux?: number;
}

const OPTIONS = ['numClasses', 'auxLogits', 'transformInput', 'initWeights', 'dropout', 'dropoutAux'];

/** Four branches side by side: 1x1 convolution, two with a 3x3 convolution behind it, and pooling before it. */
export class Inception extends Module {
  branch1: BasicConv2d;
  branch2: Sequential;
  branch3: Sequential;
  branch4: Sequential;

  constructor(
    inChannels: number,
    ch1x1: number,
    ch3x3red: number,
    ch3x3: number,
    ch5x5red: number,
    ch5x5: number,
    poolProj: number,
  ) {
    super();
    this.branch1 = new BasicConv2d(inChannels, ch1x1, 1);
    this.branch2 = new Sequential(
      new BasicConv2d(inChannels, ch3x3red, 1),
      new BasicConv2d(ch3x3red, ch3x3, 3, { padding: 1 }),
    );
    // The paper has 5x5 here; torchvision's weights, which came from TensorFlow, are 3x3.
    this.branch3 = new Sequential(
      new BasicConv2d(inChannels, ch5x5red, 1),
      new BasicConv2d(ch5x5red, ch5x5, 3, { padding: 1 }),
    );
    this.branch4 = new Sequential(
      new MaxPool2d(3, { stride: 1, padding: 1, ceilMode: true }),
      new BasicConv2d(inChannels, poolProj, 1),
    );
  }

  override forward(x: Tensor): Tensor {
    const branches = [this.branch1, this.branch2, this.branch3, this.branch4];
    return cat(
      branches.map((branch) => branch.forward(x)),
      1,
    );
  }
}

/** A classifier beside the network, from the features of its middle. */
export class InceptionAux extends Module {
  conv: BasicConv2d;
  fc1: Linear;
  fc2: Linear;
  dropout: Dropout;

  constructor(inChannels: number, numClasses: number, dropout: number) {
    super();
    this.conv = new BasicConv2d(inChannels, 128, 1);
    this.fc1 = new Linear(2048, 1024);
    this.fc2 = new Linear(1024, numClasses);
    this.dropout = new Dropout(dropout);
  }

  override forward(x: Tensor): Tensor {
    x = this.conv.forward(adaptiveAvgPool2d(x, [4, 4]));
    x = relu(this.fc1.forward(x.flatten(1)));
    return this.fc2.forward(this.dropout.forward(x));
  }
}

/**
 * GoogLeNet, the first Inception network.
 *
 * Shapes: `(N, 3, H, W) -> (N, numClasses)` for images of at least 15 x 15; the published weights are for 224 x 224.
 *
 * @throws ArgumentError for other options; `forward` throws a ConvoltError `CONVOLT_TRAINING_MODE` in training mode with
 * auxiliary classifiers
 * @see https://arxiv.org/abs/1409.4842
 * @see https://pytorch.org/vision/0.14/models/googlenet.html
 */
export class GoogLeNet extends Module {
  conv1 = new BasicConv2d(3, 64, 7, { stride: 2, padding: 3 });
  maxpool1 = new MaxPool2d(3, { stride: 2, ceilMode: true });
  conv2 = new BasicConv2d(64, 64, 1);
  conv3 = new BasicConv2d(64, 192, 3, { padding: 1 });
  maxpool2 = new MaxPool2d(3, { stride: 2, ceilMode: true });
  inception3a = new Inception(192, 64, 96, 128, 16, 32, 32);
  inception3b = new Inception(256, 128, 128, 192, 32, 96, 64);
  maxpool3 = new MaxPool2d(3, { stride: 2, ceilMode: true });
  inception4a = new Inception(480, 192, 96, 208, 16, 48, 64);
  inception4b = new Inception(512, 160, 112, 224, 24, 64, 64);
  inception4c = new Inception(512, 128, 128, 256, 24, 64, 64);
  inception4d = new Inception(512, 112, 144, 288, 32, 64, 64);
  inception4e = new Inception(528, 256, 160, 320, 32, 128, 128);
  maxpool4 = new MaxPool2d(2, { stride: 2, ceilMode: true });
  inception5a = new Inception(832, 256, 160, 320, 32, 128, 128);
  inception5b = new Inception(832, 384, 192, 384, 48, 128, 128);
  aux1: InceptionAux | null;
  aux2: InceptionAux | null;
  avgpool = new AdaptiveAvgPool2d([1, 1]);
  dropout: Dropout;
  fc: Linear;
  readonly transformInput: boolean;

  constructor(options: GoogLeNetOptions = {}) {
    super();
    checkOptions('GoogLeNet', options, OPTIONS);
    const { numClasses = 1000, auxLogits = true, transformInput = false, initWeights = true } = options;
    const { dropout = 0.2, dropoutAux = 0.7 } = options;
    checkInception('GoogLeNet', { numClasses, auxLogits, transformInput, initWeights });
    this.transformInput = transformInput;
    this.aux1 = auxLogits ? new InceptionAux(512, numClasses, dropoutAux) : null;
    this.aux2 = auxLogits ? new InceptionAux(528, numClasses, dropoutAux) : null;
    this.dropout = new Dropout(dropout);
    this.fc = new Linear(1024, numClasses);
    if (!initWeights) return;
    for (const module of this.modules()) {
      if (module instanceof Conv2d || module instanceof Linear)
        init.truncNormal_(module.weight, { mean: 0, std: 0.01, a: -2, b: 2 });
    }
  }

  override forward(x: Tensor): Tensor {
    checkAuxiliary(this, this.aux1);
    if (this.transformInput) x = renormalise(x);
    x = this.maxpool1.forward(this.conv1.forward(x)); // 224 -> 112 -> 56
    x = this.conv3.forward(this.conv2.forward(x));
    x = this.maxpool2.forward(x); // 28
    x = this.inception3b.forward(this.inception3a.forward(x));
    x = this.maxpool3.forward(x); // 14
    x = this.inception4a.forward(x);
    x = this.inception4b.forward(x);
    x = this.inception4c.forward(x);
    x = this.inception4d.forward(x);
    x = this.inception4e.forward(x);
    x = this.maxpool4.forward(x); // 7
    x = this.inception5b.forward(this.inception5a.forward(x));
    x = this.avgpool.forward(x).flatten(1);
    return this.fc.forward(this.dropout.forward(x));
  }
}

/**
 * GoogLeNet. With `weights`, `transformInput` is true and `auxLogits` false by default; a file may have the auxiliary
 * classifiers all the same.
 */
export const googlenet = factory('googlenet', (options: GoogLeNetOptions) => new GoogLeNet(options), {
  defaults: { transformInput: true, auxLogits: false, initWeights: false },
  fixUp: (entries, options) => withoutAuxiliary(entries, options, /^aux[12]\./),
});
