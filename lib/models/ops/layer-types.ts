/** What networks are told about the layers that they are made of. */
import { BatchNorm2d, type Module } from '../../nn/index.js';

/** Makes the normalisation of so many channels. */
export type NormLayer = (numFeatures: number) => Module;

/** A class of activations, such as `nn.ReLU`. */
export type ActivationLayer = new (options?: { inplace?: boolean }) => Module;

/** The {@link NormLayer} of most networks. */
export const batchNorm: NormLayer = (numFeatures) => new BatchNorm2d(numFeatures);
