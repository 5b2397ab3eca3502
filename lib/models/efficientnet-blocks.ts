/** The blocks of {@link EfficientNet} and what they are told. */
import { ArgumentError } from '../errors.js';
import { Module, Sequential, SiLU } from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { Conv2dNormActivation } from './ops/conv-norm-activation.js';
import type { NormLayer } from './ops/layer-types.js';
import { makeDivisible } from './ops/make-divisible.js';
import { SqueezeExcitation } from './ops/squeeze-excitation.js';
import { StochasticDepth } from './ops/stochastic-depth.js';

/** A stage of blocks. */
export interface MBConvConfig {
  block: MBConvBlock;
  /** How much a block widens inside. */
  expandRatio: number;
  kernel: number;
  /** The stride of the stage's first block; that of the others is 1. */
  stride: number;
  inputChannels: number;
  outChannels: number;
  numLayers: number;
}

/** A class of blocks. */
export type MBConvBlock = new (
  config: MBConvConfig,
  stochasticDepthProb: number,
  normLayer: NormLayer,
) => Module;

/** What both kinds of blocks share: layers, and a shortcut past them where shapes agree. */
abstract class ResidualBlock extends Module {
  readonly useResConnect: boolean;
  block: Sequential;
  stochastic_depth: StochasticDepth;

  constructor(config: MBConvConfig, stochasticDepthProb: number, layers: Module[]) {
    super();
    const { stride, inputChannels, outChannels } = config;
    if (stride !== 1 && stride !== 2)
      throw new ArgumentError(this.constructor.name, 'stride', '1 or 2', stride);
    this.useResConnect = stride === 1 && inputChannels === outChannels;
    this.block = new Sequential(...layers);
    this.stochastic_depth = new StochasticDepth(stochasticDepthProb, 'row');
  }

  override forward(input: Tensor): Tensor {
    const result = this.block.forward(input);
    return this.useResConnect ? this.stochastic_depth.forward(result).add(input) : result;
  }
}

const activationLayer = SiLU;

function pointwise(inChannels: number, outChannels: number, normLayer: NormLayer, activation: boolean) {
  const own = activation ? activationLayer : null;
  return new Conv2dNormActivation(inChannels, outChannels, {
    kernelSize: 1,
    normLayer,
    activationLayer: own,
  });
}

/** Widens by a 1x1 convolution, convolves each channel alone, scales channels, narrows by a 1x1 convolution. */
export class MBConv extends ResidualBlock {
  constructor(config: MBConvConfig, stochasticDepthProb: number, normLayer: NormLayer) {
    const { inputChannels, outChannels, kernel: kernelSize, stride } = config;
    const expanded = makeDivisible(inputChannels * config.expandRatio, 8);
    const squeezed = Math.max(1, Math.floor(inputChannels / 4));
    const activation = () => new SiLU({ inplace: true });
    const layers: Module[] = [];
    if (expanded !== inputChannels) layers.push(pointwise(inputChannels, expanded, normLayer, true));
    const depthwise = { kernelSize, stride, groups: expanded, normLayer, activationLayer };
    layers.push(
      new Conv2dNormActivation(expanded, expanded, depthwise),
      new SqueezeExcitation(expanded, squeezed, { activation }),
      pointwise(expanded, outChannels, normLayer, false),
    );
    super(config, stochasticDepthProb, layers);
  }
}

/** Widens by a convolution over all channels and narrows by a 1x1 convolution; one convolution where nothing widens. */
export class FusedMBConv extends ResidualBlock {
  constructor(config: MBConvConfig, stochasticDepthProb: number, normLayer: NormLayer) {
    const { inputChannels, outChannels, kernel: kernelSize, stride } = config;
    const expanded = makeDivisible(inputChannels * config.expandRatio, 8);
    const options = { kernelSize, stride, normLayer, activationLayer };
    const layers =
      expanded === inputChannels
        ? [new Conv2dNormActivation(inputChannels, outChannels, options)]
        : [
            new Conv2dNormActivation(inputChannels, expanded, options),
            pointwise(expanded, outChannels, normLayer, false),
          ];
    super(config, stochasticDepthProb, layers);
  }
}
