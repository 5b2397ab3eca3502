import { relu } from '../functional/relu.js';
import { BatchNorm2d, Conv2d, type Conv2dOptions, Module } from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';

/** Convolution, batch normalisation and ReLU: the unit of both Inception networks. */
export class BasicConv2d extends Module {
  conv: Conv2d;
  bn: BatchNorm2d;

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number | readonly [number, number],
    options: Omit<Conv2dOptions, 'bias'> = {},
  ) {
    super();
    this.conv = new Conv2d(inChannels, outChannels, kernelSize, { ...options, bias: false });
    this.bn = new BatchNorm2d(outChannels, { eps: 0.001 });
  }

  override forward(x: Tensor): Tensor {
    return relu(this.bn.forward(this.conv.forward(x)));
  }
}
