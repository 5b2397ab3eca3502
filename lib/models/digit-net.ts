import { checkInteger, checkOptions } from '../functional/check.js';
import { Conv2d, Linear, MaxPool2d, Module, ReLU, Sequential } from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { factory } from './factory.js';

/** The options of {@link DigitNet}. */
export interface DigitNetOptions {
  /** Default 10. */
  numClasses?: number;
}

/**
 * The network of the lesson: three times convolution, ReLU and pooling, then one linear layer. It loads
 * `examples/digits/digits.pth`, which PyTorch trained on MNIST.
 *
 * Shapes: `(N, 1, 28, 28) -> (N, numClasses)`.
 *
 * @throws ArgumentError for other options
 */
export class DigitNet extends Module {
  layer1 = stage(1, 32);
  layer2 = stage(32, 64);
  layer3 = stage(64, 64);
  fc: Linear;

  constructor(options: DigitNetOptions = {}) {
    super();
    checkOptions('DigitNet', options, ['numClasses']);
    const { numClasses = 10 } = options;
    checkInteger('DigitNet', 'numClasses', numClasses, 1);
    this.fc = new Linear(64 * 3 * 3, numClasses);
  }

  override forward(x: Tensor): Tensor {
    x = this.layer1.forward(x);
    x = this.layer2.forward(x);
    x = this.layer3.forward(x);
    return this.fc.forward(x.flatten(1));
  }
}

function stage(inChannels: number, outChannels: number): Sequential {
  return new Sequential(new Conv2d(inChannels, outChannels, 3, { padding: 1 }), new ReLU(), new MaxPool2d(2));
}

/** The lesson's network, for digits of 28 x 28 pixels. */
export const digitNet = factory('digitNet', (options: DigitNetOptions) => new DigitNet(options));
