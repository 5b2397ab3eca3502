import { ArgumentError } from '../errors.js';
import { mul } from '../functional/arithmetic.js';
import { checkInteger, checkOptions } from '../functional/check.js';
import { permute } from '../functional/permute.js';
import {
  AdaptiveAvgPool2d,
  Conv2d,
  Flatten,
  GELU,
  init,
  LayerNorm,
  Linear,
  Module,
  Parameter,
  Sequential,
} from '../nn/index.js';
import { full } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { factory } from './factory.js';
import { Conv2dNormActivation } from './ops/conv-norm-activation.js';
import type { NormLayer } from './ops/layer-types.js';
import { Permute } from './ops/permute.js';
import { StochasticDepth } from './ops/stochastic-depth.js';

/** The options of {@link ConvNeXt} and of its factories. */
export interface ConvNeXtOptions {
  /**
   * The probability of dropping the last block while training; it grows up to there. Default 0, in the factories the
   * paper's.
   */
  stochasticDepthProb?: number;
  /** What the learned factor of each block is at first. Default 1e-6. */
  layerScale?: number;
  /** Default 1000. */
  numClasses?: number;
  /** The normalisation outside the blocks. Default: {@link LayerNorm2d} with eps 1e-6. */
  normLayer?: NormLayer;
}

/** A stage of blocks. */
export interface CNBlockConfig {
  inputChannels: number;
  /** The channels that a convolution behind the stage makes of them; null: there is none. */
  outChannels: number | null;
  numLayers: number;
}

/** `nn.LayerNorm` over the channels of images `(N, C, H, W)`. */
export class LayerNorm2d extends LayerNorm {
  override forward(x: Tensor): Tensor {
    return permute(super.forward(permute(x, [0, 2, 3, 1])), [0, 3, 1, 2]);
  }
}

/** A 7x7 convolution of each channel alone, and two linear layers at each place; adds to its input. */
export class CNBlock extends Module {
  block: Sequential;
  layer_scale: Parameter;
  stochastic_depth: StochasticDepth;

  constructor(dim: number, layerScale: number, stochasticDepthProb: number) {
    super();
    this.block = new Sequential(
      new Conv2d(dim, dim, 7, { padding: 3, groups: dim }),
      new Permute([0, 2, 3, 1]),
      new LayerNorm(dim, { eps: 1e-6 }),
      new Linear(dim, 4 * dim),
      new GELU(),
      new Linear(4 * dim, dim),
      new Permute([0, 3, 1, 2]),
    );
    this.layer_scale = new Parameter(full([dim, 1, 1], layerScale));
    this.stochastic_depth = new StochasticDepth(stochasticDepthProb, 'row');
  }

  override forward(input: Tensor): Tensor {
    const result = mul(this.layer_scale, this.block.forward(input));
    return this.stochastic_depth.forward(result).add(input);
  }
}

const norm: NormLayer = (numFeatures) => new LayerNorm2d(numFeatures, { eps: 1e-6 });

/**
 * ConvNeXt: a ResNet with what transformers have brought.
 *
 * Shapes: `(N, 3, H, W) -> (N, numClasses)` for images of at least 32 x 32; the published weights are for 224 x 224,
 * normalised by ImageNet's mean and standard deviation.
 *
 * @throws ArgumentError for other options
 * @example convnextTiny({ numClasses: 10 })
 * @see https://arxiv.org/abs/2201.03545
 * @see https://pytorch.org/vision/0.14/models/convnext.html
 */
export class ConvNeXt extends Module {
  features: Sequential;
  avgpool = new AdaptiveAvgPool2d(1);
  classifier: Sequential;

  /** @param blockSetting the stages */
  constructor(blockSetting: readonly CNBlockConfig[], options: ConvNeXtOptions = {}) {
    super();
    if (!Array.isArray(blockSetting) || blockSetting.length === 0)
      throw new ArgumentError('ConvNeXt', 'blockSetting', 'a list of at least one stage', blockSetting);
    checkOptions('ConvNeXt', options, ['stochasticDepthProb', 'layerScale', 'numClasses', 'normLayer']);
    const { stochasticDepthProb = 0, layerScale = 1e-6, numClasses = 1000, normLayer = norm } = options;
    checkInteger('ConvNeXt', 'numClasses', numClasses, 1);
    if (!Number.isFinite(layerScale))
      throw new ArgumentError('ConvNeXt', 'layerScale', 'a finite number', layerScale);
    if (typeof stochasticDepthProb !== 'number' || !(stochasticDepthProb >= 0 && stochasticDepthProb <= 1))
      throw new ArgumentError('ConvNeXt', 'stochasticDepthProb', 'a number from 0 to 1', stochasticDepthProb);

    const [first] = blockSetting as [CNBlockConfig];
    const stem = { kernelSize: 4, stride: 4, padding: 0, normLayer, activationLayer: null, bias: true };
    this.features = new Sequential(new Conv2dNormActivation(3, first.inputChannels, stem));
    const total = blockSetting.reduce((sum, { numLayers }) => sum + numLayers, 0);
    let id = 0;
    for (const { inputChannels, outChannels, numLayers } of blockSetting as CNBlockConfig[]) {
      const stage = new Sequential();
      for (let i = 0; i < numLayers; i++) {
        stage.append(new CNBlock(inputChannels, layerScale, (stochasticDepthProb * id) / (total - 1)));
        id++;
      }
      this.features.append(stage);
      if (outChannels === null) continue;
      const halving = new Conv2d(inputChannels, outChannels, 2, { stride: 2 });
      this.features.append(new Sequential(normLayer(inputChannels), halving));
    }
    const { inputChannels, outChannels } = blockSetting.at(-1) as CNBlockConfig;
    const channels = outChannels ?? inputChannels;
    this.classifier = new Sequential(normLayer(channels), new Flatten(1), new Linear(channels, numClasses));
    for (const module of this.modules()) {
      if (!(module instanceof Conv2d || module instanceof Linear)) continue;
      init.truncNormal_(module.weight, { std: 0.02 });
      module.bias?.fill_(0);
    }
  }

  override forward(x: Tensor): Tensor {
    x = this.features.forward(x);
    x = this.avgpool.forward(x);
    return this.classifier.forward(x);
  }
}

/** Four stages of these widths and depths. */
function convnext(
  name: string,
  widths: readonly number[],
  depths: readonly number[],
  stochasticDepthProb: number,
) {
  const setting = widths.map((inputChannels, i) => ({
    inputChannels,
    outChannels: widths[i + 1] ?? null,
    numLayers: depths[i] as number,
  }));
  return factory(
    name,
    (options: ConvNeXtOptions) => new ConvNeXt(setting, { stochasticDepthProb, ...options }),
  );
}

/** ConvNeXt, tiny. */
export const convnextTiny = convnext('convnextTiny', [96, 192, 384, 768], [3, 3, 9, 3], 0.1);
/** ConvNeXt, small. */
export const convnextSmall = convnext('convnextSmall', [96, 192, 384, 768], [3, 3, 27, 3], 0.4);
/** ConvNeXt, base. */
export const convnextBase = convnext('convnextBase', [128, 256, 512, 1024], [3, 3, 27, 3], 0.5);
/** ConvNeXt, large. */
export const convnextLarge = convnext('convnextLarge', [192, 384, 768, 1536], [3, 3, 27, 3], 0.5);
