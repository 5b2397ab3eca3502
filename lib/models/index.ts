import '../tensor/methods.js';

export { AlexNet, type AlexNetOptions, alexnet } from './alexnet.js';
export { cifar10Classes } from './classes/cifar10.js';
export { digitClasses } from './classes/digits.js';
export { imagenetClasses } from './classes/imagenet.js';
export { DigitNet, type DigitNetOptions, digitNet } from './digit-net.js';
export type { Factory, WeightsOption } from './factory.js';
export { LeNet5, type LeNet5Options, lenet5 } from './lenet5.js';
export { type CreateOptions, create, list, type ModelName } from './registry.js';
