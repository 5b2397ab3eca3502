import type { Tensor } from '../tensor/tensor.js';
import { OrderedContainer } from './container.js';
import { checkModule, Module } from './module.js';

/**
 * Modules that run one after another, each on the output of the one before. They are named by their index, or by the keys
 * of a Map or an object.
 *
 * @example
 * const features = new nn.Sequential(new nn.Conv2d(1, 32, 3), new nn.ReLU(), new nn.MaxPool2d(2));
 * const named = new nn.Sequential({ conv: new nn.Conv2d(1, 32, 3), relu: new nn.ReLU() });
 * features.forward(x);
 * features.at(0); // the convolution
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Sequential.html
 */
export class Sequential extends OrderedContainer {
  constructor(...modules: Module[]);
  constructor(modules: ReadonlyMap<string, Module> | Readonly<Record<string, Module>>);
  constructor(...args: unknown[]) {
    super();
    const [first] = args;
    if (args.length === 1 && typeof first === 'object' && first !== null && !(first instanceof Module)) {
      const named = first instanceof Map ? first : Object.entries(first);
      for (const [name, module] of named) this.addModule(name, module);
      return;
    }
    args.forEach((module, index) => {
      checkModule('Sequential', `modules[${index}]`, module);
      this.append(module);
    });
  }

  forward(input: Tensor): Tensor {
    let output = input;
    for (const module of this) output = module.forward(output);
    return output;
  }
}
