import { checkOptions, toPair } from '../../functional/check.js';
import { Conv2d, type Module, ReLU, Sequential } from '../../nn/index.js';
import { type ActivationLayer, batchNorm, type NormLayer } from './layer-types.js';

/** The options of {@link Conv2dNormActivation}. A pair is `[height, width]`. */
export interface Conv2dNormActivationOptions {
  /** Default 3. */
  kernelSize?: number | readonly [number, number];
  /** Default 1. */
  stride?: number | readonly [number, number];
  /** Default: what keeps the image's size where the stride is 1 and the kernel's size odd. */
  padding?: number | readonly [number, number] | 'same' | 'valid';
  /** Default 1. */
  groups?: number;
  /** Null: no normalisation. Default: `BatchNorm2d`. */
  normLayer?: NormLayer | null;
  /** Null: no activation. Default: `ReLU`. */
  activationLayer?: ActivationLayer | null;
  /** Default 1. */
  dilation?: number | readonly [number, number];
  /** Whether the activation changes its input; null leaves that to its default. Default true. */
  inplace?: boolean | null;
  /** Whether the convolution has a bias. Default: only where there is no normalisation. */
  bias?: boolean;
}

const OPTIONS = [
  'kernelSize',
  'stride',
  'padding',
  'groups',
  'normLayer',
  'activationLayer',
  'dilation',
  'inplace',
  'bias',
];

/**
 * Convolution, normalisation, activation: a `Sequential` of the three.
 *
 * Shapes: `(N, inChannels, H, W) -> (N, outChannels, Hout, Wout)`, as those of `nn.Conv2d`.
 *
 * @throws ArgumentError for other options, and those that `nn.Conv2d` refuses
 * @example new Conv2dNormActivation(3, 32, { stride: 2, activationLayer: nn.ReLU6 })
 * @see https://pytorch.org/vision/0.14/generated/torchvision.ops.Conv2dNormActivation.html
 */
export class Conv2dNormActivation extends Sequential {
  readonly outChannels: number;

  constructor(inChannels: number, outChannels: number, options: Conv2dNormActivationOptions = {}) {
    checkOptions('Conv2dNormActivation', options, OPTIONS);
    const { kernelSize = 3, stride = 1, groups = 1, dilation = 1, inplace = true } = options;
    const { normLayer = batchNorm, activationLayer: Activation = ReLU } = options;
    const { padding = samePadding(kernelSize, dilation), bias = normLayer === null } = options;
    const layers: Module[] = [
      new Conv2d(inChannels, outChannels, kernelSize, { stride, padding, dilation, groups, bias }),
    ];
    if (normLayer !== null) layers.push(normLayer(outChannels));
    if (Activation !== null) layers.push(inplace === null ? new Activation() : new Activation({ inplace }));
    super(...layers);
    this.outChannels = outChannels;
  }
}

function samePadding(
  kernelSize: Conv2dNormActivationOptions['kernelSize'],
  dilation: Conv2dNormActivationOptions['dilation'],
): [number, number] {
  const [height, width] = toPair('Conv2dNormActivation', 'kernelSize', kernelSize, 1);
  const [down, right] = toPair('Conv2dNormActivation', 'dilation', dilation, 1);
  return [Math.floor((height - 1) / 2) * down, Math.floor((width - 1) / 2) * right];
}
