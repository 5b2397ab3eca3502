import { ArgumentError } from '../errors.js';
import { checkBoolean, checkInteger, checkOptions, toSizes } from '../functional/check.js';
import { resetAffine } from './init.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';
import { keywords, python } from './repr.js';

/** What a convolution sees beyond the edges of its input. */
export type PaddingMode = 'zeros' | 'reflect' | 'replicate' | 'circular';

/** The options of all these layers, before they are checked. */
interface Options {
  stride?: unknown;
  padding?: unknown;
  dilation?: unknown;
  groups?: number;
  bias?: boolean;
  paddingMode?: PaddingMode;
  outputPadding?: unknown;
}

const COMMON = ['stride', 'padding', 'dilation', 'groups', 'bias', 'paddingMode'];
const TRANSPOSED = [...COMMON, 'outputPadding'];
const MODES: readonly PaddingMode[] = ['zeros', 'reflect', 'replicate', 'circular'];

/** What convolutions and transposed convolutions have in common. `Sizes` is a list with a number for each dimension. */
export abstract class ConvNd<Sizes extends readonly number[], Padding = Sizes> extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: Sizes;
  readonly stride: Sizes;
  readonly padding: Padding;
  readonly dilation: Sizes;
  readonly outputPadding: Sizes;
  readonly groups: number;
  readonly paddingMode: PaddingMode;
  weight: Parameter;
  bias: Parameter | null;

  constructor(
    where: string,
    dims: number,
    transposed: boolean,
    inChannels: number,
    outChannels: number,
    kernelSize: unknown,
    options: Options,
  ) {
    super();
    checkOptions(where, options, transposed ? TRANSPOSED : COMMON);
    const { groups = 1, bias = true, paddingMode = 'zeros' } = options;
    const toList = (argument: string, value: unknown, least: number) =>
      toSizes(where, argument, value, dims, least) as readonly number[] as Sizes;
    checkInteger(where, 'groups', groups, 1);
    checkChannels(where, 'inChannels', inChannels, groups);
    checkChannels(where, 'outChannels', outChannels, groups);
    checkBoolean(where, 'bias', bias);
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = toList('kernelSize', kernelSize, 1);
    this.stride = toList('stride', options.stride ?? 1, 1);
    this.dilation = toList('dilation', options.dilation ?? 1, 1);
    const padding = options.padding ?? 0;
    const word = typeof padding === 'string' && !transposed;
    if (word) checkPaddingWord(where, padding, this.stride);
    this.padding = (word ? padding : toList('padding', padding, 0)) as Padding;
    this.outputPadding = toList('outputPadding', options.outputPadding ?? 0, 0);
    this.groups = groups;
    const modes = transposed ? MODES.slice(0, 1) : MODES;
    if (!modes.includes(paddingMode))
      throw new ArgumentError(where, 'paddingMode', `one of ${modes.join(', ')}`, paddingMode);
    this.paddingMode = paddingMode;
    const channels = transposed ? [inChannels, outChannels / groups] : [outChannels, inChannels / groups];
    this.weight = Parameter.uninitialized([...channels, ...this.kernelSize]);
    this.bias = bias ? Parameter.uninitialized([outChannels]) : null;
    this.resetParameters();
  }

  /** Draws the parameters anew. */
  resetParameters(): void {
    resetAffine(this.weight, this.bias);
  }

  override extraRepr(): string {
    const { padding, dilation, outputPadding, groups, paddingMode } = this;
    const differs = (list: readonly number[], usual: number) => list.some((value) => value !== usual);
    const options = {
      kernel_size: this.kernelSize,
      stride: this.stride,
      ...((!Array.isArray(padding) || differs(padding, 0)) && { padding }),
      ...(differs(dilation, 1) && { dilation }),
      ...(differs(outputPadding, 0) && { output_padding: outputPadding }),
      ...(groups !== 1 && { groups }),
      ...(this.bias === null && { bias: false }),
      ...(paddingMode !== 'zeros' && { padding_mode: paddingMode }),
    };
    return `${python(this.inChannels)}, ${python(this.outChannels)}, ${keywords(options)}`;
  }
}

function checkChannels(where: string, argument: string, value: unknown, groups: number): void {
  checkInteger(where, argument, value, 1);
  if (value % groups !== 0)
    throw new ArgumentError(where, argument, `divisible by groups (${groups})`, value);
}

function checkPaddingWord(where: string, padding: string, stride: readonly number[]): void {
  if (padding !== 'same' && padding !== 'valid')
    throw new ArgumentError(where, 'padding', "a number, one for each dimension, 'same' or 'valid'", padding);
  if (padding === 'same' && stride.some((step) => step !== 1))
    throw new ArgumentError(where, 'stride', "1 with padding 'same'", stride);
}
