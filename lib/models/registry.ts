/** All models by name: torchvision's, and for those that it lacks the name in its style. */
import { ArgumentError } from '../errors.js';
import type { Module } from '../nn/index.js';
import { alexnet } from './alexnet.js';
import { resnet20, resnet32, resnet44, resnet56 } from './cifar-resnet.js';
import { convnextBase, convnextLarge, convnextSmall, convnextTiny } from './convnext.js';
import { densenet121, densenet161, densenet169, densenet201 } from './densenet.js';
import { digitNet } from './digit-net.js';
import {
  efficientnetB0,
  efficientnetB1,
  efficientnetB2,
  efficientnetB3,
  efficientnetB4,
  efficientnetB5,
  efficientnetB6,
  efficientnetB7,
  efficientnetV2L,
  efficientnetV2M,
  efficientnetV2S,
} from './efficientnet.js';
import type { Factory, WeightsOption } from './factory.js';
import { googlenet } from './googlenet.js';
import { inceptionV3 } from './inception.js';
import { lenet5 } from './lenet5.js';
import { mnasnet0_5, mnasnet0_75, mnasnet1_0, mnasnet1_3 } from './mnasnet.js';
import { mobilenetV2 } from './mobilenet-v2.js';
import { mobilenetV3Large, mobilenetV3Small } from './mobilenet-v3.js';
import {
  regnetX1_6gf,
  regnetX3_2gf,
  regnetX8gf,
  regnetX16gf,
  regnetX32gf,
  regnetX400mf,
  regnetX800mf,
  regnetY1_6gf,
  regnetY3_2gf,
  regnetY8gf,
  regnetY16gf,
  regnetY32gf,
  regnetY128gf,
  regnetY400mf,
  regnetY800mf,
} from './regnet.js';
import {
  resnet18,
  resnet34,
  resnet50,
  resnet101,
  resnet152,
  resnext50_32x4d,
  resnext101_32x8d,
  resnext101_64x4d,
  wideResnet50_2,
  wideResnet101_2,
} from './resnet.js';
import {
  deeplabv3MobilenetV3Large,
  deeplabv3Resnet50,
  deeplabv3Resnet101,
} from './segmentation/deeplabv3.js';
import { fcnResnet50, fcnResnet101 } from './segmentation/fcn.js';
import { lrasppMobilenetV3Large } from './segmentation/lraspp.js';
import { shufflenetV2X0_5, shufflenetV2X1_0, shufflenetV2X1_5, shufflenetV2X2_0 } from './shufflenet-v2.js';
import { squeezenet1_0, squeezenet1_1 } from './squeezenet.js';
import { vgg11, vgg11Bn, vgg13, vgg13Bn, vgg16, vgg16Bn, vgg19, vgg19Bn } from './vgg.js';

const factories = {
  alexnet,
  convnext_base: convnextBase,
  convnext_large: convnextLarge,
  convnext_small: convnextSmall,
  convnext_tiny: convnextTiny,
  deeplabv3_mobilenet_v3_large: deeplabv3MobilenetV3Large,
  deeplabv3_resnet50: deeplabv3Resnet50,
  deeplabv3_resnet101: deeplabv3Resnet101,
  densenet121,
  densenet161,
  densenet169,
  densenet201,
  digit_net: digitNet,
  efficientnet_b0: efficientnetB0,
  efficientnet_b1: efficientnetB1,
  efficientnet_b2: efficientnetB2,
  efficientnet_b3: efficientnetB3,
  efficientnet_b4: efficientnetB4,
  efficientnet_b5: efficientnetB5,
  efficientnet_b6: efficientnetB6,
  efficientnet_b7: efficientnetB7,
  efficientnet_v2_l: efficientnetV2L,
  efficientnet_v2_m: efficientnetV2M,
  efficientnet_v2_s: efficientnetV2S,
  fcn_resnet50: fcnResnet50,
  fcn_resnet101: fcnResnet101,
  googlenet,
  inception_v3: inceptionV3,
  lenet5,
  lraspp_mobilenet_v3_large: lrasppMobilenetV3Large,
  mnasnet0_5,
  mnasnet0_75,
  mnasnet1_0,
  mnasnet1_3,
  mobilenet_v2: mobilenetV2,
  mobilenet_v3_large: mobilenetV3Large,
  mobilenet_v3_small: mobilenetV3Small,
  regnet_x_1_6gf: regnetX1_6gf,
  regnet_x_3_2gf: regnetX3_2gf,
  regnet_x_8gf: regnetX8gf,
  regnet_x_16gf: regnetX16gf,
  regnet_x_32gf: regnetX32gf,
  regnet_x_400mf: regnetX400mf,
  regnet_x_800mf: regnetX800mf,
  regnet_y_1_6gf: regnetY1_6gf,
  regnet_y_3_2gf: regnetY3_2gf,
  regnet_y_8gf: regnetY8gf,
  regnet_y_16gf: regnetY16gf,
  regnet_y_32gf: regnetY32gf,
  regnet_y_128gf: regnetY128gf,
  regnet_y_400mf: regnetY400mf,
  regnet_y_800mf: regnetY800mf,
  resnet18,
  resnet20,
  resnet32,
  resnet34,
  resnet44,
  resnet50,
  resnet56,
  resnet101,
  resnet152,
  resnext50_32x4d,
  resnext101_32x8d,
  resnext101_64x4d,
  shufflenet_v2_x0_5: shufflenetV2X0_5,
  shufflenet_v2_x1_0: shufflenetV2X1_0,
  shufflenet_v2_x1_5: shufflenetV2X1_5,
  shufflenet_v2_x2_0: shufflenetV2X2_0,
  squeezenet1_0,
  squeezenet1_1,
  vgg11,
  vgg11_bn: vgg11Bn,
  vgg13,
  vgg13_bn: vgg13Bn,
  vgg16,
  vgg16_bn: vgg16Bn,
  vgg19,
  vgg19_bn: vgg19Bn,
  wide_resnet50_2: wideResnet50_2,
  wide_resnet101_2: wideResnet101_2,
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
