/** Keras's activations by name. */
import { ArgumentError } from '../errors.js';
import { sigmoid, tanh } from '../functional/elementwise.js';
import { relu } from '../functional/relu.js';
import { softmax } from '../functional/softmax.js';
import type { Tensor } from '../tensor/tensor.js';

/** What the `activation` of a layer can be. */
export type ActivationName = 'linear' | 'relu' | 'sigmoid' | 'softmax' | 'tanh';

/** An activation; `channels` is the dimension of the channels, along which softmax sums to 1. */
export type ActivationFunction = (x: Tensor, channels: number) => Tensor;

const functions: Readonly<Record<ActivationName, ActivationFunction>> = {
  linear: (x) => x,
  relu: (x) => relu(x),
  sigmoid: (x) => sigmoid(x),
  softmax,
  tanh: (x) => tanh(x),
};

/** The activation of that name; none (null) is linear. */
export function toActivation(where: string, name: ActivationName | null): ActivationFunction {
  if (name === null) return functions.linear;
  if (!Object.hasOwn(functions, name)) {
    const expected = `one of ${Object.keys(functions).join(', ')}, or null`;
    throw new ArgumentError(where, 'activation', expected, name);
  }
  return functions[name];
}
