import { checkInteger, checkOptions } from '../functional/check.js';
import { AdaptiveAvgPool2d, Conv2d, init, Linear, Module, ReLU, Sequential } from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { factory } from './factory.js';
import { Conv2dNormActivation } from './ops/conv-norm-activation.js';
import { type ActivationLayer, batchNorm, type NormLayer } from './ops/layer-types.js';
import { roundHalfToEven } from './ops/make-divisible.js';
import { SqueezeExcitation } from './ops/squeeze-excitation.js';
import { BlockParams, type RegNetDesign, type StageParams } from './regnet-params.js';

/** The options of {@link RegNet} and of its factories. */
export interface RegNetOptions {
  /** Default 1000. */
  numClasses?: number;
  /** Channels of the first convolution. Default 32. */
  stemWidth?: number;
  /** Default: `BatchNorm2d`. */
  normLayer?: NormLayer;
  /** Default: `ReLU`. */
  activation?: ActivationLayer;
}

/** What all blocks of a {@link RegNet} are told. */
export interface RegNetBlockOptions {
  stride: number;
  normLayer: NormLayer;
  activationLayer: ActivationLayer;
  groupWidth: number;
  bottleneckMultiplier: number;
  /** Null: without squeeze-and-excitation. */
  seRatio: number | null;
}

/** The first convolution. */
export class SimpleStemIN extends Conv2dNormActivation {
  constructor(widthIn: number, widthOut: number, normLayer: NormLayer, activationLayer: ActivationLayer) {
    super(widthIn, widthOut, { stride: 2, normLayer, activationLayer });
  }
}

/** A 3x3 convolution in groups between two of 1x1, and squeeze-and-excitation before the last. */
export class BottleneckTransform extends Sequential {
  constructor(widthIn: number, widthOut: number, options: RegNetBlockOptions) {
    const { stride, normLayer, activationLayer, groupWidth, bottleneckMultiplier, seRatio } = options;
    const width = roundHalfToEven(widthOut * bottleneckMultiplier);
    const groups = Math.floor(width / groupWidth);
    const activation = () => new activationLayer();
    super();
    this.addModule(
      'a',
      new Conv2dNormActivation(widthIn, width, { kernelSize: 1, normLayer, activationLayer }),
    );
    this.addModule(
      'b',
      new Conv2dNormActivation(width, width, { stride, groups, normLayer, activationLayer }),
    );
    if (seRatio !== null) {
      // By the width of the block's input, not of its inside.
      const squeezed = roundHalfToEven(seRatio * widthIn);
      this.addModule('se', new SqueezeExcitation(width, squeezed, { activation }));
    }
    this.addModule(
      'c',
      new Conv2dNormActivation(width, widthOut, { kernelSize: 1, normLayer, activationLayer: null }),
    );
  }
}

/** A {@link BottleneckTransform} and a shortcut past it. */
export class ResBottleneckBlock extends Module {
  proj: Conv2dNormActivation | null;
  f: BottleneckTransform;
  activation: Module;

  constructor(widthIn: number, widthOut: number, options: RegNetBlockOptions) {
    super();
    const { stride, normLayer, activationLayer: Activation } = options;
    this.proj =
      widthIn !== widthOut || stride !== 1
        ? new Conv2dNormActivation(widthIn, widthOut, {
            kernelSize: 1,
            stride,
            normLayer,
            activationLayer: null,
          })
        : null;
    this.f = new BottleneckTransform(widthIn, widthOut, options);
    this.activation = new Activation({ inplace: true });
  }

  override forward(x: Tensor): Tensor {
    const shortcut = this.proj === null ? x : this.proj.forward(x);
    return this.activation.forward(shortcut.add(this.f.forward(x)));
  }
}

/** Blocks of one width, of which the first halves the image: `block1-0`, `block1-1`, …. */
export class AnyStage extends Sequential {
  constructor(widthIn: number, widthOut: number, depth: number, options: RegNetBlockOptions, index: number) {
    super();
    for (let i = 0; i < depth; i++) {
      const block =
        i === 0
          ? new ResBottleneckBlock(widthIn, widthOut, options)
          : new ResBottleneckBlock(widthOut, widthOut, { ...options, stride: 1 });
      this.addModule(`block${index}-${i}`, block);
    }
  }
}

/**
 * A RegNet: stages of residual blocks whose widths follow from a few numbers. RegNetY has squeeze-and-excitation, RegNetX
 * has not.
 *
 * Shapes: `(N, 3, H, W) -> (N, numClasses)`; the published weights are for images of 224 x 224 (of `regnet_y_16gf` and
 * above also 384 x 384), normalised by ImageNet's mean and standard deviation.
 *
 * @throws ArgumentError for other options
 * @example
 * const params = new BlockParams({ depth: 22, w0: 24, wa: 24.48, wm: 2.54, groupWidth: 16 });
 * const network = new RegNet(params, { numClasses: 10 }); // regnet_x_400mf
 * @see https://arxiv.org/abs/2003.13678
 * @see https://pytorch.org/vision/0.14/models/regnet.html
 */
export class RegNet extends Module {
  stem: SimpleStemIN;
  trunk_output: Sequential;
  avgpool = new AdaptiveAvgPool2d([1, 1]);
  fc: Linear;

  constructor(blockParams: BlockParams, options: RegNetOptions = {}) {
    super();
    checkOptions('RegNet', options, ['numClasses', 'stemWidth', 'normLayer', 'activation']);
    const { numClasses = 1000, stemWidth = 32, normLayer = batchNorm, activation = ReLU } = options;
    checkInteger('RegNet', 'numClasses', numClasses, 1);
    checkInteger('RegNet', 'stemWidth', stemWidth, 1);
    this.stem = new SimpleStemIN(3, stemWidth, normLayer, activation);
    this.trunk_output = new Sequential();
    let width = stemWidth;
    for (const [i, stage] of blockParams.stages.entries()) {
      const own = {
        ...blockOptions(stage),
        normLayer,
        activationLayer: activation,
        seRatio: blockParams.seRatio,
      };
      this.trunk_output.addModule(`block${i + 1}`, new AnyStage(width, stage.width, stage.depth, own, i + 1));
      width = stage.width;
    }
    this.fc = new Linear(width, numClasses);
    for (const module of this.modules()) {
      if (module instanceof Conv2d) {
        const [height, width] = module.kernelSize;
        init.normal_(module.weight, 0, Math.sqrt(2 / (height * width * module.outChannels)));
      } else if (module instanceof Linear) {
        init.normal_(module.weight, 0, 0.01);
        module.bias?.fill_(0);
      }
    }
  }

  override forward(x: Tensor): Tensor {
    x = this.stem.forward(x);
    x = this.trunk_output.forward(x);
    x = this.avgpool.forward(x);
    return this.fc.forward(x.flatten(1));
  }
}

function blockOptions({ stride, groupWidth, bottleneckMultiplier }: StageParams) {
  return { stride, groupWidth, bottleneckMultiplier };
}

type Numbers = [depth: number, w0: number, wa: number, wm: number, groupWidth: number];

function regnet(name: string, [depth, w0, wa, wm, groupWidth]: Numbers, seRatio: number | null) {
  const design: RegNetDesign = { depth, w0, wa, wm, groupWidth, seRatio };
  return factory(name, (options: RegNetOptions) => new RegNet(new BlockParams(design), options));
}

const regnetX = (size: string, ...numbers: Numbers) => regnet(`regnetX${size}`, numbers, null);
const regnetY = (size: string, ...numbers: Numbers) => regnet(`regnetY${size}`, numbers, 0.25);

/** RegNetX of 0.4 GF (billions of multiplications for an image of 224 x 224). */
export const regnetX400mf = regnetX('400mf', 22, 24, 24.48, 2.54, 16);
/** RegNetX of 0.8 GF. */
export const regnetX800mf = regnetX('800mf', 16, 56, 35.73, 2.28, 16);
/** RegNetX of 1.6 GF. */
export const regnetX1_6gf = regnetX('1_6gf', 18, 80, 34.01, 2.25, 24);
/** RegNetX of 3.2 GF. */
export const regnetX3_2gf = regnetX('3_2gf', 25, 88, 26.31, 2.25, 48);
/** RegNetX of 8 GF. */
export const regnetX8gf = regnetX('8gf', 23, 80, 49.56, 2.88, 120);
/** RegNetX of 16 GF. */
export const regnetX16gf = regnetX('16gf', 22, 216, 55.59, 2.1, 128);
/** RegNetX of 32 GF. */
export const regnetX32gf = regnetX('32gf', 23, 320, 69.86, 2, 168);
/** RegNetY of 0.4 GF. */
export const regnetY400mf = regnetY('400mf', 16, 48, 27.89, 2.09, 8);
/** RegNetY of 0.8 GF. */
export const regnetY800mf = regnetY('800mf', 14, 56, 38.84, 2.4, 16);
/** RegNetY of 1.6 GF. */
export const regnetY1_6gf = regnetY('1_6gf', 27, 48, 20.71, 2.65, 24);
/** RegNetY of 3.2 GF. */
export const regnetY3_2gf = regnetY('3_2gf', 21, 80, 42.63, 2.66, 24);
/** RegNetY of 8 GF. */
export const regnetY8gf = regnetY('8gf', 17, 192, 76.82, 2.19, 56);
/** RegNetY of 16 GF. */
export const regnetY16gf = regnetY('16gf', 18, 200, 106.23, 2.48, 112);
/** RegNetY of 32 GF. */
export const regnetY32gf = regnetY('32gf', 20, 232, 115.89, 2.53, 232);
/** RegNetY of 128 GF. */
export const regnetY128gf = regnetY('128gf', 27, 456, 160.83, 2.52, 264);
