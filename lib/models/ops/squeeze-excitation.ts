import { mul } from '../../functional/arithmetic.js';
import { checkOptions } from '../../functional/check.js';
import { AdaptiveAvgPool2d, Conv2d, Module, ReLU, Sigmoid } from '../../nn/index.js';
import type { Tensor } from '../../tensor/tensor.js';

/** The options of {@link SqueezeExcitation}. */
export interface SqueezeExcitationOptions {
  /** Makes the activation between its two convolutions. Default: `ReLU`. */
  activation?: () => Module;
  /** Makes what turns the last convolution's outputs into factors. Default: `Sigmoid`. */
  scaleActivation?: () => Module;
}

/**
 * Scales each channel by a factor that all channels' averages give, by way of fewer channels.
 *
 * `x * scaleActivation(fc2(activation(fc1(average(x)))))`
 *
 * Shapes: `(N, inputChannels, H, W) -> (N, inputChannels, H, W)`.
 *
 * @throws ArgumentError for other options, and numbers of channels below 1
 * @example new SqueezeExcitation(64, 16, { scaleActivation: () => new nn.Hardsigmoid() })
 * @see https://arxiv.org/abs/1709.01507
 * @see https://pytorch.org/vision/0.14/generated/torchvision.ops.SqueezeExcitation.html
 */
export class SqueezeExcitation extends Module {
  avgpool = new AdaptiveAvgPool2d(1);
  fc1: Conv2d;
  fc2: Conv2d;
  activation: Module;
  scale_activation: Module;

  constructor(inputChannels: number, squeezeChannels: number, options: SqueezeExcitationOptions = {}) {
    super();
    checkOptions('SqueezeExcitation', options, ['activation', 'scaleActivation']);
    const { activation = () => new ReLU(), scaleActivation = () => new Sigmoid() } = options;
    this.fc1 = new Conv2d(inputChannels, squeezeChannels, 1);
    this.fc2 = new Conv2d(squeezeChannels, inputChannels, 1);
    this.activation = activation();
    this.scale_activation = scaleActivation();
  }

  override forward(input: Tensor): Tensor {
    const squeezed = this.activation.forward(this.fc1.forward(this.avgpool.forward(input)));
    return mul(this.scale_activation.forward(this.fc2.forward(squeezed)), input);
  }
}
