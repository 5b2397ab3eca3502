import { ArgumentError } from '../errors.js';
import { adaptiveAvgPool2d } from '../functional/adaptive-pool.js';
import { cat } from '../functional/cat.js';
import { checkInteger, checkOptions } from '../functional/check.js';
import { relu } from '../functional/relu.js';
import {
  AvgPool2d,
  BatchNorm2d,
  Conv2d,
  init,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
} from '../nn/index.js';
import { dropout } from '../random/dropout.js';
import type { Tensor } from '../tensor/tensor.js';
import { factory } from './factory.js';

/** The options of {@link DenseNet}. Those of its factories leave out what their names fix. */
export interface DenseNetOptions {
  /** Channels that each layer adds. Default 32. */
  growthRate?: number;
  /** Layers of each of the blocks. Default `[6, 12, 24, 16]`. */
  blockConfig?: readonly number[];
  /** Channels of the first convolution. Default 64. */
  numInitFeatures?: number;
  /** The width of a layer's bottleneck, in growth rates. Default 4. */
  bnSize?: number;
  /** The probability of dropout after each layer; in inference there is none. Default 0. */
  dropRate?: number;
  /** Default 1000. */
  numClasses?: number;
}

const SIZES = ['growthRate', 'numInitFeatures', 'bnSize', 'numClasses'] as const;

/** Adds channels to those before it, by a 1x1 convolution to a bottleneck and a 3x3 convolution. */
export class DenseLayer extends Module {
  norm1: BatchNorm2d;
  relu1 = new ReLU({ inplace: true });
  conv1: Conv2d;
  norm2: BatchNorm2d;
  relu2 = new ReLU({ inplace: true });
  conv2: Conv2d;
  readonly dropRate: number;

  constructor(numInputFeatures: number, growthRate: number, bnSize: number, dropRate: number) {
    super();
    const width = bnSize * growthRate;
    this.norm1 = new BatchNorm2d(numInputFeatures);
    this.conv1 = new Conv2d(numInputFeatures, width, 1, { bias: false });
    this.norm2 = new BatchNorm2d(width);
    this.conv2 = new Conv2d(width, growthRate, 3, { padding: 1, bias: false });
    this.dropRate = dropRate;
  }

  /** @param inputs what all layers before it gave */
  override forward(inputs: readonly Tensor[]): Tensor {
    const bottleneck = this.conv1.forward(this.relu1.forward(this.norm1.forward(cat(inputs, 1))));
    const features = this.conv2.forward(this.relu2.forward(this.norm2.forward(bottleneck)));
    return dropout(features, { p: this.dropRate, training: this.training });
  }
}

/** Layers that each see the outputs of all before them: `denselayer1`, `denselayer2`, …. */
export class DenseBlock extends Module {
  constructor(
    numLayers: number,
    numInputFeatures: number,
    bnSize: number,
    growthRate: number,
    dropRate: number,
  ) {
    super();
    for (let i = 0; i < numLayers; i++) {
      const layer = new DenseLayer(numInputFeatures + i * growthRate, growthRate, bnSize, dropRate);
      this.addModule(`denselayer${i + 1}`, layer);
    }
  }

  override forward(x: Tensor): Tensor {
    const features = [x];
    for (const layer of this.children()) features.push(layer.forward(features));
    return cat(features, 1);
  }
}

/** Between blocks: fewer channels by a 1x1 convolution, and half the image. */
export class Transition extends Sequential {
  constructor(numInputFeatures: number, numOutputFeatures: number) {
    super({
      norm: new BatchNorm2d(numInputFeatures),
      relu: new ReLU({ inplace: true }),
      conv: new Conv2d(numInputFeatures, numOutputFeatures, 1, { bias: false }),
      pool: new AvgPool2d(2, { stride: 2 }),
    });
  }
}

/**
 * A densely connected network: inside a block, each layer sees the outputs of all layers before it.
 *
 * Shapes: `(N, 3, H, W) -> (N, numClasses)` for images of at least 29 x 29; the published weights are for 224 x 224,
 * normalised by ImageNet's mean and standard deviation.
 *
 * @throws ArgumentError for other options
 * @example new DenseNet({ growthRate: 12, blockConfig: [4, 4], numClasses: 10 })
 * @see https://arxiv.org/abs/1608.06993
 * @see https://pytorch.org/vision/0.14/models/densenet.html
 */
export class DenseNet extends Module {
  features: Sequential;
  classifier: Linear;

  constructor(options: DenseNetOptions = {}) {
    super();
    const { growthRate, blockConfig, numInitFeatures, bnSize, dropRate, numClasses } = checkDenseNet(options);
    this.features = new Sequential({
      conv0: new Conv2d(3, numInitFeatures, 7, { stride: 2, padding: 3, bias: false }),
      norm0: new BatchNorm2d(numInitFeatures),
      relu0: new ReLU({ inplace: true }),
      pool0: new MaxPool2d(3, { stride: 2, padding: 1 }),
    });
    let numFeatures = numInitFeatures;
    for (const [i, numLayers] of blockConfig.entries()) {
      const block = new DenseBlock(numLayers, numFeatures, bnSize, growthRate, dropRate);
      this.features.addModule(`denseblock${i + 1}`, block);
      numFeatures += numLayers * growthRate;
      if (i === blockConfig.length - 1) break;
      const half = Math.floor(numFeatures / 2);
      this.features.addModule(`transition${i + 1}`, new Transition(numFeatures, half));
      numFeatures = half;
    }
    this.features.addModule('norm5', new BatchNorm2d(numFeatures));
    this.classifier = new Linear(numFeatures, numClasses);
    for (const module of this.modules()) {
      if (module instanceof Conv2d) init.kaimingNormal_(module.weight);
      else if (module instanceof Linear) module.bias?.fill_(0);
    }
  }

  override forward(x: Tensor): Tensor {
    const features = relu(this.features.forward(x));
    return this.classifier.forward(adaptiveAvgPool2d(features, [1, 1]).flatten(1));
  }
}

function checkDenseNet(options: DenseNetOptions): Required<DenseNetOptions> {
  checkOptions('DenseNet', options, [...SIZES, 'blockConfig', 'dropRate']);
  const { growthRate = 32, blockConfig = [6, 12, 24, 16], numInitFeatures = 64 } = options;
  const { bnSize = 4, dropRate = 0, numClasses = 1000 } = options;
  const complete = { growthRate, blockConfig, numInitFeatures, bnSize, dropRate, numClasses };
  for (const size of SIZES) checkInteger('DenseNet', size, complete[size], 1);
  if (!Array.isArray(blockConfig) || blockConfig.length === 0)
    throw new ArgumentError(
      'DenseNet',
      'blockConfig',
      'a list of at least one number of layers',
      blockConfig,
    );
  for (const [i, numLayers] of blockConfig.entries())
    checkInteger('DenseNet', `blockConfig[${i}]`, numLayers, 1);
  if (typeof dropRate !== 'number' || !(dropRate >= 0 && dropRate <= 1))
    throw new ArgumentError('DenseNet', 'dropRate', 'a number from 0 to 1', dropRate);
  return complete;
}

/** Files from before PyTorch 0.4.1 have `norm.1` where the model has `norm1`: dots in names were allowed then. */
function joinNames(entries: Map<string, Tensor>): Map<string, Tensor> {
  const old = /^(.*denselayer\d+\.(?:norm|relu|conv))\.([12]\.(?:weight|bias|running_mean|running_var))$/;
  return new Map([...entries].map(([key, tensor]) => [key.replace(old, '$1$2'), tensor]));
}

type Fixed = 'growthRate' | 'blockConfig' | 'numInitFeatures';

function densenet(name: string, growthRate: number, blockConfig: readonly number[], numInitFeatures: number) {
  const build = (options: Omit<DenseNetOptions, Fixed>) => {
    checkOptions(name, options, ['bnSize', 'dropRate', 'numClasses']);
    return new DenseNet({ ...options, growthRate, blockConfig, numInitFeatures });
  };
  return factory(name, build, { fixUp: joinNames });
}

/** DenseNet-121. */
export const densenet121 = densenet('densenet121', 32, [6, 12, 24, 16], 64);
/** DenseNet-161. */
export const densenet161 = densenet('densenet161', 48, [6, 12, 36, 24], 96);
/** DenseNet-169. */
export const densenet169 = densenet('densenet169', 32, [6, 12, 32, 32], 64);
/** DenseNet-201. */
export const densenet201 = densenet('densenet201', 32, [6, 12, 48, 32], 64);
