import { adaptiveAvgPool2d } from '../functional/adaptive-pool.js';
import { avgPool2d } from '../functional/avg-pool.js';
import { checkOptions } from '../functional/check.js';
import { AdaptiveAvgPool2d, Conv2d, Dropout, init, Linear, MaxPool2d, Module } from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { BasicConv2d } from './basic-conv2d.js';
import { factory } from './factory.js';
import { InceptionA, InceptionB, InceptionC, InceptionD, InceptionE } from './inception-blocks.js';
import {
  checkAuxiliary,
  checkInception,
  type InceptionOptions,
  renormalise,
  withoutAuxiliary,
} from './inception-common.js';

/** The options of {@link Inception3}. `auxLogits` is true by default. */
export interface Inception3Options extends InceptionOptions {
  /** The probability of dropout before the last layer. Default 0.5. */
  dropout?: number;
}

const OPTIONS = ['numClasses', 'auxLogits', 'transformInput', 'initWeights', 'dropout'];

/** A classifier beside the network, from the features of its middle. */
export class InceptionAux extends Module {
  conv0: BasicConv2d;
  conv1: BasicConv2d;
  fc: Linear;

  constructor(inChannels: number, numClasses: number) {
    super();
    this.conv0 = new BasicConv2d(inChannels, 128, 1);
    this.conv1 = new BasicConv2d(128, 768, 5);
    this.fc = new Linear(768, numClasses);
  }

  override forward(x: Tensor): Tensor {
    x = avgPool2d(x, 5, { stride: 3 }); // 17 -> 5
    x = this.conv1.forward(this.conv0.forward(x)); // 1
    return this.fc.forward(adaptiveAvgPool2d(x, [1, 1]).flatten(1));
  }
}

/**
 * Inception v3.
 *
 * Shapes: `(N, 3, H, W) -> (N, numClasses)` for images of at least 75 x 75; the published weights are for 299 x 299,
 * unlike those of most other networks.
 *
 * @throws ArgumentError for other options; `forward` throws a ConvoltError `CONVOLT_TRAINING_MODE` in training mode with
 * the auxiliary classifier
 * @see https://arxiv.org/abs/1512.00567
 * @see https://pytorch.org/vision/0.14/models/inception.html
 */
export class Inception3 extends Module {
  Conv2d_1a_3x3 = new BasicConv2d(3, 32, 3, { stride: 2 });
  Conv2d_2a_3x3 = new BasicConv2d(32, 32, 3);
  Conv2d_2b_3x3 = new BasicConv2d(32, 64, 3, { padding: 1 });
  maxpool1 = new MaxPool2d(3, { stride: 2 });
  Conv2d_3b_1x1 = new BasicConv2d(64, 80, 1);
  Conv2d_4a_3x3 = new BasicConv2d(80, 192, 3);
  maxpool2 = new MaxPool2d(3, { stride: 2 });
  Mixed_5b = new InceptionA(192, 32);
  Mixed_5c = new InceptionA(256, 64);
  Mixed_5d = new InceptionA(288, 64);
  Mixed_6a = new InceptionB(288);
  Mixed_6b = new InceptionC(768, 128);
  Mixed_6c = new InceptionC(768, 160);
  Mixed_6d = new InceptionC(768, 160);
  Mixed_6e = new InceptionC(768, 192);
  AuxLogits: InceptionAux | null;
  Mixed_7a: InceptionD;
  Mixed_7b: InceptionE;
  Mixed_7c: InceptionE;
  avgpool = new AdaptiveAvgPool2d([1, 1]);
  dropout: Dropout;
  fc: Linear;
  readonly transformInput: boolean;

  constructor(options: Inception3Options = {}) {
    super();
    checkOptions('Inception3', options, OPTIONS);
    const { numClasses = 1000, auxLogits = true, transformInput = false, initWeights = true } = options;
    const { dropout = 0.5 } = options;
    checkInception('Inception3', { numClasses, auxLogits, transformInput, initWeights });
    this.transformInput = transformInput;
    // In this order, since each draws its parameters when it is made.
    this.AuxLogits = auxLogits ? new InceptionAux(768, numClasses) : null;
    this.Mixed_7a = new InceptionD(768);
    this.Mixed_7b = new InceptionE(1280);
    this.Mixed_7c = new InceptionE(2048);
    this.dropout = new Dropout(dropout);
    this.fc = new Linear(2048, numClasses);
    if (initWeights) this.#initialise();
  }

  override forward(x: Tensor): Tensor {
    checkAuxiliary(this, this.AuxLogits);
    if (this.transformInput) x = renormalise(x);
    x = this.Conv2d_1a_3x3.forward(x); // 299 -> 149
    x = this.Conv2d_2b_3x3.forward(this.Conv2d_2a_3x3.forward(x)); // 147
    x = this.maxpool1.forward(x); // 73
    x = this.Conv2d_4a_3x3.forward(this.Conv2d_3b_1x1.forward(x)); // 71
    x = this.maxpool2.forward(x); // 35
    x = this.Mixed_5b.forward(x);
    x = this.Mixed_5c.forward(x);
    x = this.Mixed_5d.forward(x);
    x = this.Mixed_6a.forward(x); // 17
    x = this.Mixed_6b.forward(x);
    x = this.Mixed_6c.forward(x);
    x = this.Mixed_6d.forward(x);
    x = this.Mixed_6e.forward(x);
    x = this.Mixed_7a.forward(x); // 8
    x = this.Mixed_7b.forward(x);
    x = this.Mixed_7c.forward(x);
    x = this.avgpool.forward(x);
    return this.fc.forward(this.dropout.forward(x).flatten(1));
  }

  #initialise(): void {
    for (const module of this.modules()) {
      if (!(module instanceof Conv2d || module instanceof Linear)) continue;
      const std = module === this.AuxLogits?.fc ? 0.001 : 0.1;
      init.truncNormal_(module.weight, { mean: 0, std, a: -2, b: 2 });
    }
  }
}

/**
 * Inception v3. With `weights`, `transformInput` is true by default, and the file has the auxiliary classifier; with
 * `auxLogits: false` it may have it.
 */
export const inceptionV3 = factory('inceptionV3', (options: Inception3Options) => new Inception3(options), {
  defaults: { transformInput: true, auxLogits: true, initWeights: false },
  fixUp: (entries, options) => withoutAuxiliary(entries, options, /^AuxLogits\./),
});
