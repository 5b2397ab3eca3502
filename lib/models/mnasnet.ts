import { ArgumentError } from '../errors.js';
import { checkInteger, checkOptions } from '../functional/check.js';
import { mean } from '../functional/reduce.js';
import {
  BatchNorm2d,
  Conv2d,
  Dropout,
  type IncompatibleKeys,
  init,
  Linear,
  type LoadStateDictOptions,
  Module,
  ReLU,
  Sequential,
  type StateDict,
} from '../nn/index.js';
import { Tensor } from '../tensor/tensor.js';
import { factory } from './factory.js';
import { makeDivisible } from './ops/make-divisible.js';

/** The options of {@link MNASNet} and of its factories. */
export interface MNASNetOptions {
  /** Default 1000. */
  numClasses?: number;
  /** The probability of dropout before the last layer. Default 0.2. */
  dropout?: number;
}

/** The paper's 0.9997, which TensorFlow counts the other way round. */
const MOMENTUM = 1 - 0.9997;

/** Widens by a 1x1 convolution, convolves each channel alone, narrows by a 1x1 convolution; adds where shapes agree. */
export class InvertedResidual extends Module {
  readonly applyResidual: boolean;
  layers: Sequential;

  constructor(
    inCh: number,
    outCh: number,
    kernelSize: 3 | 5,
    stride: 1 | 2,
    expansionFactor: number,
    bnMomentum = 0.1,
  ) {
    super();
    if (stride !== 1 && stride !== 2) throw new ArgumentError('InvertedResidual', 'stride', '1 or 2', stride);
    if (kernelSize !== 3 && kernelSize !== 5)
      throw new ArgumentError('InvertedResidual', 'kernelSize', '3 or 5', kernelSize);
    const midCh = inCh * expansionFactor;
    const padding = Math.floor(kernelSize / 2);
    this.applyResidual = inCh === outCh && stride === 1;
    this.layers = new Sequential(
      new Conv2d(inCh, midCh, 1, { bias: false }),
      new BatchNorm2d(midCh, { momentum: bnMomentum }),
      new ReLU({ inplace: true }),
      new Conv2d(midCh, midCh, kernelSize, { padding, stride, groups: midCh, bias: false }),
      new BatchNorm2d(midCh, { momentum: bnMomentum }),
      new ReLU({ inplace: true }),
      new Conv2d(midCh, outCh, 1, { bias: false }),
      new BatchNorm2d(outCh, { momentum: bnMomentum }),
    );
  }

  override forward(x: Tensor): Tensor {
    const y = this.layers.forward(x);
    return this.applyResidual ? y.add(x) : y;
  }
}

/** Blocks one after another, of which the first changes channels and size. */
function stack(
  inCh: number,
  outCh: number,
  kernelSize: 3 | 5,
  stride: 1 | 2,
  factor: number,
  repeats: number,
): Sequential {
  const blocks = new Sequential(new InvertedResidual(inCh, outCh, kernelSize, stride, factor, MOMENTUM));
  for (let i = 1; i < repeats; i++)
    blocks.append(new InvertedResidual(outCh, outCh, kernelSize, 1, factor, MOMENTUM));
  return blocks;
}

/** The first layers: a convolution, and one that works on each channel alone before it narrows. */
function stem(wide: number, narrow: number): Module[] {
  return [
    new Conv2d(3, wide, 3, { padding: 1, stride: 2, bias: false }),
    new BatchNorm2d(wide, { momentum: MOMENTUM }),
    new ReLU({ inplace: true }),
    new Conv2d(wide, wide, 3, { padding: 1, groups: wide, bias: false }),
    new BatchNorm2d(wide, { momentum: MOMENTUM }),
    new ReLU({ inplace: true }),
    new Conv2d(wide, narrow, 1, { bias: false }),
    new BatchNorm2d(narrow, { momentum: MOMENTUM }),
  ];
}

type Depths = [number, number, number, number, number, number, number, number];

/**
 * MNASNet, variant B1: inverted residuals whose kinds and numbers were searched for.
 *
 * Shapes: `(N, 3, H, W) -> (N, numClasses)`; the published weights are for images of 224 x 224, normalised by ImageNet's
 * mean and standard deviation.
 *
 * @throws ArgumentError for other options
 * @example new MNASNet(0.5, { numClasses: 10 }) // mnasnet0_5
 * @see https://arxiv.org/abs/1807.11626
 * @see https://pytorch.org/vision/0.14/models/mnasnet.html
 */
export class MNASNet extends Module {
  readonly alpha: number;
  layers: Sequential;
  classifier: Sequential;

  /** @param alpha a factor for all numbers of channels but the last */
  constructor(alpha: number, options: MNASNetOptions = {}) {
    super();
    if (!Number.isFinite(alpha) || alpha <= 0)
      throw new ArgumentError('MNASNet', 'alpha', 'a number above 0', alpha);
    checkOptions('MNASNet', options, ['numClasses', 'dropout']);
    const { numClasses = 1000, dropout = 0.2 } = options;
    checkInteger('MNASNet', 'numClasses', numClasses, 1);
    this.alpha = alpha;
    const depths = this.#depths();
    this.layers = new Sequential(
      ...stem(depths[0], depths[1]),
      stack(depths[1], depths[2], 3, 2, 3, 3),
      stack(depths[2], depths[3], 5, 2, 3, 3),
      stack(depths[3], depths[4], 5, 2, 6, 3),
      stack(depths[4], depths[5], 3, 1, 6, 2),
      stack(depths[5], depths[6], 5, 2, 6, 4),
      stack(depths[6], depths[7], 3, 1, 6, 1),
      new Conv2d(depths[7], 1280, 1, { bias: false }),
      new BatchNorm2d(1280, { momentum: MOMENTUM }),
      new ReLU({ inplace: true }),
    );
    this.classifier = new Sequential(new Dropout(dropout, { inplace: true }), new Linear(1280, numClasses));
    for (const module of this.modules()) {
      if (module instanceof Conv2d) {
        init.kaimingNormal_(module.weight, { mode: 'fan_out', nonlinearity: 'relu' });
      } else if (module instanceof Linear) {
        init.kaimingUniform_(module.weight, { mode: 'fan_out', nonlinearity: 'sigmoid' });
        module.bias?.fill_(0);
      }
    }
  }

  override forward(x: Tensor): Tensor {
    x = this.layers.forward(x);
    return this.classifier.forward(mean(x, [2, 3]));
  }

  /**
   * As of any module. The state of torchvision's first version of this network, whose stem had 32 channels for every
   * `alpha`, loads too: the model gets that stem. Torchvision tells the version by metadata; here its shapes do.
   */
  override loadStateDict(stateDict: StateDict, options: LoadStateDictOptions = {}): IncompatibleKeys {
    if (this.#isVersion1(stateDict)) {
      const [, , third] = this.#depths();
      for (const [i, layer] of [...stem(32, 16), stack(16, third, 3, 2, 3, 3)].entries())
        this.layers.addModule(String(i), layer.train(this.training));
    }
    return super.loadStateDict(stateDict, options);
  }

  /** Whether these have the fixed stem where this model has another, and the same layers behind it. */
  #isVersion1(stateDict: StateDict): boolean {
    const shapeOf = (key: string): string => {
      const tensor = stateDict instanceof Map ? stateDict.get(key) : Object(stateDict)[key];
      return tensor instanceof Tensor ? tensor.shape.join() : '';
    };
    const [wide, narrow, third] = this.#depths();
    if (wide === 32 && narrow === 16) return false;
    const stemFits = shapeOf('layers.0.weight') === '32,3,3,3' && shapeOf('layers.6.weight') === '16,32,1,1';
    return stemFits && shapeOf('layers.9.0.layers.0.weight') === `${3 * third},${third},1,1`;
  }

  #depths(): Depths {
    return [32, 16, 24, 40, 80, 96, 192, 320].map((depth) => makeDivisible(depth * this.alpha, 8)) as Depths;
  }
}

function mnasnet(name: string, alpha: number) {
  return factory(name, (options: MNASNetOptions) => new MNASNet(alpha, options));
}

/** MNASNet of half the width. */
export const mnasnet0_5 = mnasnet('mnasnet0_5', 0.5);
/** MNASNet of three quarters of the width. */
export const mnasnet0_75 = mnasnet('mnasnet0_75', 0.75);
/** MNASNet. */
export const mnasnet1_0 = mnasnet('mnasnet1_0', 1);
/** MNASNet of 1.3 times the width. */
export const mnasnet1_3 = mnasnet('mnasnet1_3', 1.3);
