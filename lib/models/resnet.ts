import { ArgumentError } from '../errors.js';
import { checkBoolean, checkInteger, checkOptions } from '../functional/check.js';
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  init,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
} from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { factory } from './factory.js';
import { batchNorm, type NormLayer } from './ops/layer-types.js';

/** The options of {@link ResNet} and of its factories. */
export interface ResNetOptions {
  /** Default 1000. */
  numClasses?: number;
  /** Whether each block starts as the identity: its last normalisation has weight 0. Default false. */
  zeroInitResidual?: boolean;
  /** Into how many groups the 3x3 convolutions of a {@link Bottleneck} are split. Default 1. */
  groups?: number;
  /** The width of a group of a {@link Bottleneck}, where its stage has 64 planes. Default 64. */
  widthPerGroup?: number;
  /** For each of the last three stages, whether it dilates its convolutions instead of halving the image. */
  replaceStrideWithDilation?: readonly [boolean, boolean, boolean];
  /** Default: `BatchNorm2d`. */
  normLayer?: NormLayer;
}

/** What a block of a {@link ResNet} is told beside its channels. */
export interface ResidualBlockOptions {
  stride?: number;
  /** What brings the block's input to the shape of its output. Default null: it has that already. */
  downsample?: Module | null;
  groups?: number;
  baseWidth?: number;
  dilation?: number;
  normLayer?: NormLayer;
}

/** A class of blocks; the outputs of a block have `planes * expansion` channels. */
export interface ResidualBlock {
  readonly expansion: number;
  new (inplanes: number, planes: number, options?: ResidualBlockOptions): BasicBlock | Bottleneck;
}

const OPTIONS = [
  'numClasses',
  'zeroInitResidual',
  'groups',
  'widthPerGroup',
  'replaceStrideWithDilation',
  'normLayer',
];

function conv3x3(inPlanes: number, outPlanes: number, stride = 1, groups = 1, dilation = 1): Conv2d {
  return new Conv2d(inPlanes, outPlanes, 3, { stride, padding: dilation, dilation, groups, bias: false });
}

function conv1x1(inPlanes: number, outPlanes: number, stride = 1): Conv2d {
  return new Conv2d(inPlanes, outPlanes, 1, { stride, bias: false });
}

/** Two 3x3 convolutions and a shortcut past them: the block of resnet18 and resnet34. */
export class BasicBlock extends Module {
  static readonly expansion = 1;
  conv1: Conv2d;
  bn1: Module;
  relu = new ReLU({ inplace: true });
  conv2: Conv2d;
  bn2: Module;
  downsample: Module | null;

  constructor(inplanes: number, planes: number, options: ResidualBlockOptions = {}) {
    super();
    const { stride = 1, downsample = null, normLayer = batchNorm } = options;
    const { groups = 1, baseWidth = 64, dilation = 1 } = options;
    if (groups !== 1 || baseWidth !== 64 || dilation !== 1) {
      const expected = 'groups 1, widthPerGroup 64 and no dilation; Bottleneck takes others';
      throw new ArgumentError('BasicBlock', 'options', expected, [groups, baseWidth, dilation]);
    }
    this.conv1 = conv3x3(inplanes, planes, stride);
    this.bn1 = normLayer(planes);
    this.conv2 = conv3x3(planes, planes);
    this.bn2 = normLayer(planes);
    this.downsample = downsample;
  }

  override forward(x: Tensor): Tensor {
    const identity = this.downsample === null ? x : this.downsample.forward(x);
    let out = this.relu.forward(this.bn1.forward(this.conv1.forward(x)));
    out = this.bn2.forward(this.conv2.forward(out));
    return this.relu.forward(out.add_(identity));
  }
}

/**
 * A 3x3 convolution between two 1x1 convolutions that narrow and widen, and a shortcut past them: the block of resnet50
 * and above. The stride is that of the 3x3 convolution ("ResNet v1.5").
 */
export class Bottleneck extends Module {
  static readonly expansion = 4;
  conv1: Conv2d;
  bn1: Module;
  conv2: Conv2d;
  bn2: Module;
  conv3: Conv2d;
  bn3: Module;
  relu = new ReLU({ inplace: true });
  downsample: Module | null;

  constructor(inplanes: number, planes: number, options: ResidualBlockOptions = {}) {
    super();
    const { stride = 1, downsample = null, normLayer = batchNorm } = options;
    const { groups = 1, baseWidth = 64, dilation = 1 } = options;
    const width = Math.trunc(planes * (baseWidth / 64)) * groups;
    const outPlanes = planes * Bottleneck.expansion;
    this.conv1 = conv1x1(inplanes, width);
    this.bn1 = normLayer(width);
    this.conv2 = conv3x3(width, width, stride, groups, dilation);
    this.bn2 = normLayer(width);
    this.conv3 = conv1x1(width, outPlanes);
    this.bn3 = normLayer(outPlanes);
    this.downsample = downsample;
  }

  override forward(x: Tensor): Tensor {
    const identity = this.downsample === null ? x : this.downsample.forward(x);
    let out = this.relu.forward(this.bn1.forward(this.conv1.forward(x)));
    out = this.relu.forward(this.bn2.forward(this.conv2.forward(out)));
    out = this.bn3.forward(this.conv3.forward(out));
    return this.relu.forward(out.add_(identity));
  }
}

/**
 * A residual network: four stages of blocks, each of which adds to its input.
 *
 * Shapes: `(N, 3, H, W) -> (N, numClasses)`; the published weights are for images of 224 x 224, normalised by ImageNet's
 * mean and standard deviation.
 *
 * @throws ArgumentError for options that PyTorch refuses
 * @example new ResNet(BasicBlock, [2, 2, 2, 2], { numClasses: 10 }) // resnet18
 * @see https://arxiv.org/abs/1512.03385
 * @see https://pytorch.org/vision/0.14/models/resnet.html
 */
export class ResNet extends Module {
  conv1: Conv2d;
  bn1: Module;
  relu = new ReLU({ inplace: true });
  maxpool = new MaxPool2d(3, { stride: 2, padding: 1 });
  layer1: Sequential;
  layer2: Sequential;
  layer3: Sequential;
  layer4: Sequential;
  avgpool = new AdaptiveAvgPool2d([1, 1]);
  fc: Linear;

  /**
   * @param block the class of its blocks
   * @param layers how many of them each of the four stages has
   */
  constructor(
    block: ResidualBlock,
    layers: readonly [number, number, number, number],
    options: ResNetOptions = {},
  ) {
    super();
    checkOptions('ResNet', options, OPTIONS);
    const { numClasses = 1000, zeroInitResidual = false, groups = 1, widthPerGroup = 64 } = options;
    const { replaceStrideWithDilation: dilate = [false, false, false], normLayer = batchNorm } = options;
    checkInteger('ResNet', 'numClasses', numClasses, 1);
    checkBoolean('ResNet', 'zeroInitResidual', zeroInitResidual);
    checkInteger('ResNet', 'groups', groups, 1);
    checkInteger('ResNet', 'widthPerGroup', widthPerGroup, 1);
    checkDilate(dilate);

    const stages = new Stages(block, groups, widthPerGroup, normLayer);
    this.conv1 = new Conv2d(3, 64, 7, { stride: 2, padding: 3, bias: false });
    this.bn1 = normLayer(64);
    this.layer1 = stages.next(64, layers[0], 1, false);
    this.layer2 = stages.next(128, layers[1], 2, dilate[0]);
    this.layer3 = stages.next(256, layers[2], 2, dilate[1]);
    this.layer4 = stages.next(512, layers[3], 2, dilate[2]);
    this.fc = new Linear(512 * block.expansion, numClasses);
    this.#initialise(zeroInitResidual);
  }

  override forward(x: Tensor): Tensor {
    x = this.relu.forward(this.bn1.forward(this.conv1.forward(x)));
    x = this.maxpool.forward(x);
    x = this.layer1.forward(x);
    x = this.layer2.forward(x);
    x = this.layer3.forward(x);
    x = this.layer4.forward(x);
    x = this.avgpool.forward(x);
    return this.fc.forward(x.flatten(1));
  }

  #initialise(zeroInitResidual: boolean): void {
    for (const module of this.modules()) {
      if (module instanceof Conv2d)
        init.kaimingNormal_(module.weight, { mode: 'fan_out', nonlinearity: 'relu' });
    }
    if (!zeroInitResidual) return;
    for (const module of this.modules()) {
      const last =
        module instanceof Bottleneck ? module.bn3 : module instanceof BasicBlock ? module.bn2 : null;
      if (last instanceof BatchNorm2d) last.weight?.fill_(0);
    }
  }
}

/** Makes the stages of a network one after another: each goes on from the channels and the dilation of the last. */
class Stages {
  #inplanes = 64;
  #dilation = 1;

  constructor(
    readonly block: ResidualBlock,
    readonly groups: number,
    readonly baseWidth: number,
    readonly normLayer: NormLayer,
  ) {}

  next(planes: number, blocks: number, stride: number, dilate: boolean): Sequential {
    const { block: Block, groups, baseWidth, normLayer } = this;
    const outPlanes = planes * Block.expansion;
    const firstDilation = this.#dilation;
    if (dilate) this.#dilation *= stride;
    const step = dilate ? 1 : stride;
    const downsample =
      step !== 1 || this.#inplanes !== outPlanes
        ? new Sequential(conv1x1(this.#inplanes, outPlanes, step), normLayer(outPlanes))
        : null;

    const common = { groups, baseWidth, normLayer };
    const first = { ...common, stride: step, downsample, dilation: firstDilation };
    const stage = new Sequential(new Block(this.#inplanes, planes, first));
    for (let i = 1; i < blocks; i++)
      stage.append(new Block(outPlanes, planes, { ...common, dilation: this.#dilation }));
    this.#inplanes = outPlanes;
    return stage;
  }
}

function checkDilate(dilate: unknown): void {
  if (Array.isArray(dilate) && dilate.length === 3 && dilate.every((item) => typeof item === 'boolean'))
    return;
  throw new ArgumentError('ResNet', 'replaceStrideWithDilation', 'a list of three booleans', dilate);
}

type Layers = readonly [number, number, number, number];

/** The factory of one size; it fixes the options that are part of its name. */
function resnet(name: string, block: ResidualBlock, layers: Layers, fixed: ResNetOptions = {}) {
  return factory(name, (options: ResNetOptions) => {
    for (const option of Object.keys(fixed) as (keyof ResNetOptions)[]) {
      if (options[option] !== undefined)
        throw new ArgumentError(name, option, 'absent: this network fixes it', options[option]);
    }
    return new ResNet(block, layers, { ...options, ...fixed });
  });
}

/** ResNet-18. */
export const resnet18 = resnet('resnet18', BasicBlock, [2, 2, 2, 2]);
/** ResNet-34. */
export const resnet34 = resnet('resnet34', BasicBlock, [3, 4, 6, 3]);
/** ResNet-50. */
export const resnet50 = resnet('resnet50', Bottleneck, [3, 4, 6, 3]);
/** ResNet-101. */
export const resnet101 = resnet('resnet101', Bottleneck, [3, 4, 23, 3]);
/** ResNet-152. */
export const resnet152 = resnet('resnet152', Bottleneck, [3, 8, 36, 3]);

/** ResNeXt-50, 32 groups of width 4. @see https://arxiv.org/abs/1611.05431 */
export const resnext50_32x4d = resnet('resnext50_32x4d', Bottleneck, [3, 4, 6, 3], {
  groups: 32,
  widthPerGroup: 4,
});
/** ResNeXt-101, 32 groups of width 8. @see https://arxiv.org/abs/1611.05431 */
export const resnext101_32x8d = resnet('resnext101_32x8d', Bottleneck, [3, 4, 23, 3], {
  groups: 32,
  widthPerGroup: 8,
});
/** ResNeXt-101, 64 groups of width 4. @see https://arxiv.org/abs/1611.05431 */
export const resnext101_64x4d = resnet('resnext101_64x4d', Bottleneck, [3, 4, 23, 3], {
  groups: 64,
  widthPerGroup: 4,
});

/** ResNet-50 with blocks of twice the width. @see https://arxiv.org/abs/1605.07146 */
export const wideResnet50_2 = resnet('wideResnet50_2', Bottleneck, [3, 4, 6, 3], { widthPerGroup: 128 });
/** ResNet-101 with blocks of twice the width. @see https://arxiv.org/abs/1605.07146 */
export const wideResnet101_2 = resnet('wideResnet101_2', Bottleneck, [3, 4, 23, 3], { widthPerGroup: 128 });
