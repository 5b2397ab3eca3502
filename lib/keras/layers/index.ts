export { Activation } from './activation.js';
export { Conv2D, type Conv2DOptions } from './conv2d.js';
export { Dense, type DenseOptions } from './dense.js';
export { Dropout } from './dropout.js';
export { Flatten } from './flatten.js';
export { AveragePooling2D, MaxPooling2D, type Pooling2DOptions } from './pooling2d.js';
