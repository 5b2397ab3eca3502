import { checkInteger, checkOptions } from '../functional/check.js';
import { maxPool2d } from '../functional/max-pool.js';
import { relu } from '../functional/relu.js';
import { Conv2d, Linear, Module } from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { factory } from './factory.js';

/** The options of {@link LeNet5}. */
export interface LeNet5Options {
  /** Default 10. */
  numClasses?: number;
}

/**
 * LeNet-5 as PyTorch's tutorial writes it, with the state-dict keys from there: ReLU and largest elements where the paper
 * of 1998 has sigmoids and averages.
 *
 * Shapes: `(N, 1, 32, 32) -> (N, numClasses)`.
 *
 * @throws ArgumentError for other options
 * @see https://pytorch.org/tutorials/beginner/blitz/neural_networks_tutorial.html
 * @see http://yann.lecun.com/exdb/publis/pdf/lecun-01a.pdf
 */
export class LeNet5 extends Module {
  conv1 = new Conv2d(1, 6, 5);
  conv2 = new Conv2d(6, 16, 5);
  fc1 = new Linear(16 * 5 * 5, 120);
  fc2 = new Linear(120, 84);
  fc3: Linear;

  constructor(options: LeNet5Options = {}) {
    super();
    checkOptions('LeNet5', options, ['numClasses']);
    const { numClasses = 10 } = options;
    checkInteger('LeNet5', 'numClasses', numClasses, 1);
    this.fc3 = new Linear(84, numClasses);
  }

  override forward(x: Tensor): Tensor {
    x = maxPool2d(relu(this.conv1.forward(x)), 2); // 32 -> 28 -> 14
    x = maxPool2d(relu(this.conv2.forward(x)), 2); // 14 -> 10 -> 5
    x = relu(this.fc1.forward(x.flatten(1)));
    x = relu(this.fc2.forward(x));
    return this.fc3.forward(x);
  }
}

/** LeNet-5, for digits of 32 x 32 pixels. */
export const lenet5 = factory('lenet5', (options: LeNet5Options) => new LeNet5(options));
