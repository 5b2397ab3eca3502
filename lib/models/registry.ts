/** All models by name: torchvision's, and for those that it lacks the name in its style. */
import { ArgumentError } from '../errors.js';
import type { Module } from '../nn/index.js';
import { alexnet } from './alexnet.js';
import { digitNet } from './digit-net.js';
import type { Factory, WeightsOption } from './factory.js';
import { lenet5 } from './lenet5.js';

const factories = {
  alexnet,
  digit_net: digitNet,
  lenet5,
};

/** The names that {@link create} takes. */
export type ModelName = keyof typeof factories;

/** The options that {@link create} takes: those of the model's factory. */
export interface CreateOptions {
  numClasses?: number;
  [option: string]: unknown;
}

/**
 * The names of all models, sorted.
 *
 * @see https://pytorch.org/vision/0.14/models.html
 */
export function list(): ModelName[] {
  return Object.keys(factories).sort() as ModelName[];
}

/**
 * Makes a model by its name in torchvision, like the factory of that name in camelCase: `create('vgg11_bn')` is
 * `vgg11Bn()`. With the option `weights` it returns a promise.
 *
 * @param name one of {@link list}
 * @param options those of the model's factory
 * @throws ArgumentError for other names and options. With `weights`, the promise is rejected by what `load` throws, and by
 * a StateDictError where the file does not fit the model
 * @example const untrained = create('alexnet', { numClasses: 10 });
 * const model = await create('alexnet', { weights: 'alexnet-owt-7be5be79.pth' });
 */
export function create(name: ModelName, options?: CreateOptions & { weights?: undefined }): Module;
export function create(name: ModelName, options: CreateOptions & WeightsOption): Promise<Module>;
export function create(name: ModelName, options?: CreateOptions): Module | Promise<Module> {
  if (!Object.hasOwn(factories, name))
    throw new ArgumentError('create', 'name', 'one of those that models.list() returns', name);
  const make = factories[name] as Factory<Module, CreateOptions>;
  return make(options as CreateOptions & WeightsOption);
}
