import { ArgumentError } from '../errors.js';
import { cat } from '../functional/cat.js';
import { checkInteger, checkOptions, isIntegers } from '../functional/check.js';
import { mean } from '../functional/reduce.js';
import { channelShuffle } from '../functional/shuffle.js';
import { chunk } from '../functional/split.js';
import { BatchNorm2d, Conv2d, Linear, MaxPool2d, Module, ReLU, Sequential } from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { factory } from './factory.js';

/** The options of {@link ShuffleNetV2} and of its factories. */
export interface ShuffleNetV2Options {
  /** Default 1000. */
  numClasses?: number;
}

function depthwise(channels: number, stride: number): Conv2d {
  return new Conv2d(channels, channels, 3, { stride, padding: 1, groups: channels, bias: false });
}

function pointwise(inChannels: number, outChannels: number): Conv2d {
  return new Conv2d(inChannels, outChannels, 1, { bias: false });
}

/**
 * Two branches, whose channels are shuffled. With stride 1 each gets one half of the channels, and the first passes it
 * on; otherwise both get all of them.
 */
export class InvertedResidual extends Module {
  readonly stride: number;
  branch1: Sequential;
  branch2: Sequential;

  /**
   * @param inp channels of the input
   * @param oup channels of the output, an even number
   */
  constructor(inp: number, oup: number, stride: number) {
    super();
    checkInteger('InvertedResidual', 'inp', inp, 1);
    checkInteger('InvertedResidual', 'oup', oup, 2);
    if (stride !== 1 && stride !== 2 && stride !== 3)
      throw new ArgumentError('InvertedResidual', 'stride', '1, 2 or 3', stride);
    const features = Math.floor(oup / 2);
    if (stride === 1 && inp !== features * 2) {
      const expected = `${features * 2}, since with stride 1 inp and oup are the same even number`;
      throw new ArgumentError('InvertedResidual', 'inp', expected, inp);
    }
    this.stride = stride;
    this.branch1 =
      stride === 1
        ? new Sequential()
        : new Sequential(
            depthwise(inp, stride),
            new BatchNorm2d(inp),
            pointwise(inp, features),
            new BatchNorm2d(features),
            new ReLU({ inplace: true }),
          );
    this.branch2 = new Sequential(
      pointwise(stride === 1 ? features : inp, features),
      new BatchNorm2d(features),
      new ReLU({ inplace: true }),
      depthwise(features, stride),
      new BatchNorm2d(features),
      pointwise(features, features),
      new BatchNorm2d(features),
      new ReLU({ inplace: true }),
    );
  }

  override forward(x: Tensor): Tensor {
    const [first, second] = this.stride === 1 ? (chunk(x, 2, 1) as [Tensor, Tensor]) : [x, x];
    return channelShuffle(cat([this.branch1.forward(first), this.branch2.forward(second)], 1), 2);
  }
}

/**
 * ShuffleNet V2: channels are split, worked on and shuffled.
 *
 * Shapes: `(N, 3, H, W) -> (N, numClasses)`; the published weights are for images of 224 x 224, normalised by ImageNet's
 * mean and standard deviation.
 *
 * @throws ArgumentError for other options
 * @example new ShuffleNetV2([4, 8, 4], [24, 48, 96, 192, 1024], { numClasses: 10 }) // shufflenet_v2_x0_5
 * @see https://arxiv.org/abs/1807.11164
 * @see https://pytorch.org/vision/0.14/models/shufflenetv2.html
 */
export class ShuffleNetV2 extends Module {
  conv1: Sequential;
  maxpool = new MaxPool2d(3, { stride: 2, padding: 1 });
  stage2: Sequential;
  stage3: Sequential;
  stage4: Sequential;
  conv5: Sequential;
  fc: Linear;

  /**
   * @param stagesRepeats how many blocks each of the three stages has
   * @param stagesOutChannels the channels of the first convolution, of the stages, and of the last convolution
   */
  constructor(
    stagesRepeats: readonly [number, number, number],
    stagesOutChannels: readonly [number, number, number, number, number],
    options: ShuffleNetV2Options = {},
  ) {
    super();
    if (!isIntegers(stagesRepeats, 3, 1))
      throw new ArgumentError('ShuffleNetV2', 'stagesRepeats', 'a list of 3 integers', stagesRepeats);
    if (!isIntegers(stagesOutChannels, 5, 1))
      throw new ArgumentError('ShuffleNetV2', 'stagesOutChannels', 'a list of 5 integers', stagesOutChannels);
    checkOptions('ShuffleNetV2', options, ['numClasses']);
    const { numClasses = 1000 } = options;
    checkInteger('ShuffleNetV2', 'numClasses', numClasses, 1);
    const [first, second, third, fourth, last] = stagesOutChannels;
    this.conv1 = new Sequential(
      new Conv2d(3, first, 3, { stride: 2, padding: 1, bias: false }),
      new BatchNorm2d(first),
      new ReLU({ inplace: true }),
    );
    this.stage2 = stage(first, second, stagesRepeats[0]);
    this.stage3 = stage(second, third, stagesRepeats[1]);
    this.stage4 = stage(third, fourth, stagesRepeats[2]);
    this.conv5 = new Sequential(pointwise(fourth, last), new BatchNorm2d(last), new ReLU({ inplace: true }));
    this.fc = new Linear(last, numClasses);
  }

  override forward(x: Tensor): Tensor {
    x = this.maxpool.forward(this.conv1.forward(x));
    x = this.stage2.forward(x);
    x = this.stage3.forward(x);
    x = this.stage4.forward(x);
    x = this.conv5.forward(x);
    return this.fc.forward(mean(x, [2, 3]));
  }
}

function stage(inChannels: number, outChannels: number, repeats: number): Sequential {
  const blocks = new Sequential(new InvertedResidual(inChannels, outChannels, 2));
  for (let i = 1; i < repeats; i++) blocks.append(new InvertedResidual(outChannels, outChannels, 1));
  return blocks;
}

function shufflenet(name: string, stagesOutChannels: readonly [number, number, number, number, number]) {
  return factory(
    name,
    (options: ShuffleNetV2Options) => new ShuffleNetV2([4, 8, 4], stagesOutChannels, options),
  );
}

/** ShuffleNet V2 of half the width. */
export const shufflenetV2X0_5 = shufflenet('shufflenetV2X0_5', [24, 48, 96, 192, 1024]);
/** ShuffleNet V2. */
export const shufflenetV2X1_0 = shufflenet('shufflenetV2X1_0', [24, 116, 232, 464, 1024]);
/** ShuffleNet V2 of one and a half times the width. */
export const shufflenetV2X1_5 = shufflenet('shufflenetV2X1_5', [24, 176, 352, 704, 1024]);
/** ShuffleNet V2 of twice the width. */
export const shufflenetV2X2_0 = shufflenet('shufflenetV2X2_0', [24, 244, 488, 976, 2048]);
