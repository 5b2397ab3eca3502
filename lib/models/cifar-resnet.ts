import { adaptiveAvgPool2d } from '../functional/adaptive-pool.js';
import { checkInteger, checkOptions } from '../functional/check.js';
import { pad } from '../functional/pad.js';
import { relu } from '../functional/relu.js';
import { BatchNorm2d, Conv2d, init, Linear, Module, Sequential } from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { factory } from './factory.js';

/** The options of {@link CifarResNet}. */
export interface CifarResNetOptions {
  /** Default 10. */
  numClasses?: number;
}

/** Two 3x3 convolutions, and a shortcut without parameters past them (the paper's "option A"). */
export class CifarBasicBlock extends Module {
  conv1: Conv2d;
  bn1: BatchNorm2d;
  conv2: Conv2d;
  bn2: BatchNorm2d;
  readonly #planes: number;
  readonly #stride: number;

  constructor(inPlanes: number, planes: number, stride = 1) {
    super();
    this.conv1 = new Conv2d(inPlanes, planes, 3, { stride, padding: 1, bias: false });
    this.bn1 = new BatchNorm2d(planes);
    this.conv2 = new Conv2d(planes, planes, 3, { padding: 1, bias: false });
    this.bn2 = new BatchNorm2d(planes);
    this.#planes = planes;
    this.#stride = stride;
  }

  override forward(x: Tensor): Tensor {
    let out = relu(this.bn1.forward(this.conv1.forward(x)));
    out = this.bn2.forward(this.conv2.forward(out));
    return relu(out.add(this.#shortcut(x)));
  }

  /** Every second pixel, and zeros for the channels that x lacks, half on each side. */
  #shortcut(x: Tensor): Tensor {
    if (this.#stride === 1) return x;
    const pixels = x.slice(2, 0, undefined, this.#stride).slice(3, 0, undefined, this.#stride);
    const missing = (this.#planes - x.size(1)) / 2;
    return pad(pixels.permute(0, 2, 3, 1), [missing, missing]).permute(0, 3, 1, 2);
  }
}

/**
 * A residual network for small images, as in section 4.2 of the paper: `6 n + 2` layers in three stages of `n` blocks with
 * 16, 32 and 64 channels. State-dict keys are those of akamaster/pytorch_resnet_cifar10, whose published weights it loads.
 *
 * Shapes: `(N, 3, H, W) -> (N, numClasses)`; the published weights are for CIFAR-10's images of 32 x 32, normalised by
 * ImageNet's mean and standard deviation.
 *
 * @throws ArgumentError for other options
 * @see https://arxiv.org/abs/1512.03385
 * @see https://github.com/akamaster/pytorch_resnet_cifar10
 */
export class CifarResNet extends Module {
  conv1 = new Conv2d(3, 16, 3, { padding: 1, bias: false });
  bn1 = new BatchNorm2d(16);
  layer1: Sequential;
  layer2: Sequential;
  layer3: Sequential;
  linear: Linear;

  /** @param blocks how many blocks each stage has */
  constructor(blocks: number, options: CifarResNetOptions = {}) {
    super();
    checkOptions('CifarResNet', options, ['numClasses']);
    const { numClasses = 10 } = options;
    checkInteger('CifarResNet', 'blocks', blocks, 1);
    checkInteger('CifarResNet', 'numClasses', numClasses, 1);
    this.layer1 = stage(16, 16, blocks, 1);
    this.layer2 = stage(16, 32, blocks, 2);
    this.layer3 = stage(32, 64, blocks, 2);
    this.linear = new Linear(64, numClasses);
    for (const module of this.modules()) {
      if (module instanceof Conv2d || module instanceof Linear) init.kaimingNormal_(module.weight);
    }
  }

  override forward(x: Tensor): Tensor {
    x = relu(this.bn1.forward(this.conv1.forward(x)));
    x = this.layer1.forward(x);
    x = this.layer2.forward(x);
    x = this.layer3.forward(x);
    return this.linear.forward(adaptiveAvgPool2d(x, 1).flatten(1));
  }
}

function stage(inPlanes: number, planes: number, blocks: number, stride: number): Sequential {
  const layers = new Sequential(new CifarBasicBlock(inPlanes, planes, stride));
  for (let i = 1; i < blocks; i++) layers.append(new CifarBasicBlock(planes, planes));
  return layers;
}

function cifarResnet(layers: number) {
  const build = (options: CifarResNetOptions) => new CifarResNet((layers - 2) / 6, options);
  return factory(`resnet${layers}`, build);
}

/** ResNet-20 for CIFAR. */
export const resnet20 = cifarResnet(20);
/** ResNet-32 for CIFAR. */
export const resnet32 = cifarResnet(32);
/** ResNet-44 for CIFAR. */
export const resnet44 = cifarResnet(44);
/** ResNet-56 for CIFAR. */
export const resnet56 = cifarResnet(56);
