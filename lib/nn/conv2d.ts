import { ArgumentError } from '../errors.js';
import { checkBoolean, checkInteger, checkOptions, toPair } from '../functional/check.js';
import { conv2d } from '../functional/conv2d.js';
import { pad } from '../functional/pad.js';
import { zeros } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { resetAffine } from './init.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';
import { keywords, python } from './repr.js';

/** What a {@link Conv2d} sees beyond the image's edge. */
export type PaddingMode = 'zeros' | 'reflect' | 'replicate' | 'circular';

/** The options of {@link Conv2d}. A pair is `[height, width]`. */
export interface Conv2dOptions {
  /** The step between windows. Default 1. */
  stride?: number | readonly [number, number];
  /** Elements around the input; `'valid'` is none, `'same'` keeps the input's size (with stride 1). Default 0. */
  padding?: number | readonly [number, number] | 'same' | 'valid';
  /** The step between the taps of the kernel. Default 1. */
  dilation?: number | readonly [number, number];
  /** Into how many groups channels are split; each sees its own part of the input only. Default 1. */
  groups?: number;
  /** Whether a learned number is added to each output channel. Default true. */
  bias?: boolean;
  /** Default `'zeros'`. */
  paddingMode?: PaddingMode;
}

const OPTIONS = ['stride', 'padding', 'dilation', 'groups', 'bias', 'paddingMode'];
const MODES: readonly PaddingMode[] = ['zeros', 'reflect', 'replicate', 'circular'];

/**
 * Two-dimensional convolution with learned kernels.
 *
 * `output[n, o] = bias[o] + Σ_c weight[o, c] ⋆ input[n, c]`, where `⋆` is cross-correlation
 *
 * Shapes: `(N, inChannels, H, W) -> (N, outChannels, Hout, Wout)`, or the same without `N`, where
 * `Hout = convOutputSize(H, kernelSize[0], padding[0], stride[0], dilation[0])`.
 *
 * Parameters: `weight` `(outChannels, inChannels / groups, kernelHeight, kernelWidth)`, `bias` `(outChannels)` or null;
 * evenly from `±1 / sqrt(inChannels / groups * kernelHeight * kernelWidth)` at first.
 *
 * @throws ArgumentError for sizes below 1, groups that do not divide the channels, `'same'` with a stride
 * @example new nn.Conv2d(1, 32, 3, { padding: 1 }) // (N, 1, 28, 28) -> (N, 32, 28, 28)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
export class Conv2d extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number] | 'same' | 'valid';
  readonly dilation: readonly [number, number];
  readonly groups: number;
  readonly paddingMode: PaddingMode;
  weight: Parameter;
  bias: Parameter | null;

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number | readonly [number, number],
    options: Conv2dOptions = {},
  ) {
    super();
    checkOptions('Conv2d', options, OPTIONS);
    const { stride = 1, padding = 0, dilation = 1, groups = 1, bias = true, paddingMode = 'zeros' } = options;
    checkInteger('Conv2d', 'groups', groups, 1);
    checkChannels('inChannels', inChannels, groups);
    checkChannels('outChannels', outChannels, groups);
    checkBoolean('Conv2d', 'bias', bias);
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.groups = groups;
    this.kernelSize = toPair('Conv2d', 'kernelSize', kernelSize, 1);
    this.stride = toPair('Conv2d', 'stride', stride, 1);
    this.dilation = toPair('Conv2d', 'dilation', dilation, 1);
    this.padding = toPadding(padding);
    if (padding === 'same' && this.stride.some((step) => step !== 1))
      throw new ArgumentError('Conv2d', 'stride', "1 with padding 'same'", stride);
    if (!MODES.includes(paddingMode))
      throw new ArgumentError('Conv2d', 'paddingMode', `one of ${MODES.join(', ')}`, paddingMode);
    this.paddingMode = paddingMode;
    this.weight = new Parameter(zeros([outChannels, inChannels / groups, ...this.kernelSize]));
    this.bias = bias ? new Parameter(zeros([outChannels])) : null;
    this.resetParameters();
  }

  /** Draws the parameters anew. */
  resetParameters(): void {
    resetAffine(this.weight, this.bias);
  }

  forward(input: Tensor): Tensor {
    const { stride, dilation, groups, paddingMode } = this;
    if (paddingMode === 'zeros') {
      return conv2d(input, this.weight, this.bias, { stride, padding: this.padding, dilation, groups });
    }
    const padded = pad(input, this.#sides(), { mode: paddingMode });
    return conv2d(padded, this.weight, this.bias, { stride, dilation, groups });
  }

  /** The padding as `pad` takes it: `[left, right, top, bottom]`. */
  #sides(): number[] {
    const { padding, dilation, kernelSize } = this;
    return [1, 0].flatMap((d) => {
      if (padding === 'valid') return [0, 0];
      if (padding !== 'same') return [padding[d] as number, padding[d] as number];
      const total = (dilation[d] as number) * ((kernelSize[d] as number) - 1);
      return [Math.floor(total / 2), Math.ceil(total / 2)];
    });
  }

  override extraRepr(): string {
    const { padding, dilation, groups, paddingMode } = this;
    const options = {
      kernel_size: this.kernelSize,
      stride: this.stride,
      ...(`${padding}` !== '0,0' && { padding }),
      ...(`${dilation}` !== '1,1' && { dilation }),
      ...(groups !== 1 && { groups }),
      ...(this.bias === null && { bias: false }),
      ...(paddingMode !== 'zeros' && { padding_mode: paddingMode }),
    };
    return `${python(this.inChannels)}, ${python(this.outChannels)}, ${keywords(options)}`;
  }
}

function checkChannels(argument: string, value: unknown, groups: number): void {
  checkInteger('Conv2d', argument, value, 1);
  if (value % groups !== 0)
    throw new ArgumentError('Conv2d', argument, `divisible by groups (${groups})`, value);
}

function toPadding(padding: unknown): readonly [number, number] | 'same' | 'valid' {
  if (padding === 'same' || padding === 'valid') return padding;
  if (typeof padding === 'string')
    throw new ArgumentError('Conv2d', 'padding', "a number, a pair, 'same' or 'valid'", padding);
  return toPair('Conv2d', 'padding', padding, 0);
}
