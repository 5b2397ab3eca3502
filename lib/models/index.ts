import '../tensor/methods.js';

export { AlexNet, type AlexNetOptions, alexnet } from './alexnet.js';
export { BasicConv2d } from './basic-conv2d.js';
export {
  CifarBasicBlock,
  CifarResNet,
  type CifarResNetOptions,
  resnet20,
  resnet32,
  resnet44,
  resnet56,
} from './cifar-resnet.js';
export { cifar10Classes } from './classes/cifar10.js';
export { digitClasses } from './classes/digits.js';
export { imagenetClasses } from './classes/imagenet.js';
export { vocClasses } from './classes/voc.js';
export {
  CNBlock,
  type CNBlockConfig,
  ConvNeXt,
  type ConvNeXtOptions,
  convnextBase,
  convnextLarge,
  convnextSmall,
  convnextTiny,
  LayerNorm2d,
} from './convnext.js';
export {
  DenseBlock,
  DenseLayer,
  DenseNet,
  type DenseNetOptions,
  densenet121,
  densenet161,
  densenet169,
  densenet201,
  Transition,
} from './densenet.js';
export { DigitNet, type DigitNetOptions, digitNet } from './digit-net.js';
export {
  EfficientNet,
  type EfficientNetFactoryOptions,
  type EfficientNetOptions,
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
export { FusedMBConv, MBConv, type MBConvBlock, type MBConvConfig } from './efficientnet-blocks.js';
export type { Factory, WeightsOption } from './factory.js';
export {
  GoogLeNet,
  type GoogLeNetOptions,
  googlenet,
  Inception as GoogLeNetInception,
  InceptionAux as GoogLeNetAux,
} from './googlenet.js';
export { Inception3, type Inception3Options, InceptionAux, inceptionV3 } from './inception.js';
export { InceptionA, InceptionB, InceptionC, InceptionD, InceptionE } from './inception-blocks.js';
export type { InceptionOptions } from './inception-common.js';
export { LeNet5, type LeNet5Options, lenet5 } from './lenet5.js';
export {
  InvertedResidual as MNASNetInvertedResidual,
  MNASNet,
  type MNASNetOptions,
  mnasnet0_5,
  mnasnet0_75,
  mnasnet1_0,
  mnasnet1_3,
} from './mnasnet.js';
export {
  InvertedResidual as MobileNetV2InvertedResidual,
  type InvertedResidualSetting,
  MobileNetV2,
  type MobileNetV2Options,
  mobilenetV2,
} from './mobilenet-v2.js';
export {
  InvertedResidual as MobileNetV3InvertedResidual,
  type InvertedResidualConfig as MobileNetV3BlockConfig,
  MobileNetV3,
  type MobileNetV3FactoryOptions,
  type MobileNetV3Options,
  mobilenetV3Large,
  mobilenetV3Small,
} from './mobilenet-v3.js';
export {
  Conv2dNormActivation,
  type Conv2dNormActivationOptions,
} from './ops/conv-norm-activation.js';
export type { ActivationLayer, NormLayer } from './ops/layer-types.js';
export { Permute } from './ops/permute.js';
export { SqueezeExcitation, type SqueezeExcitationOptions } from './ops/squeeze-excitation.js';
export { StochasticDepth } from './ops/stochastic-depth.js';
export { type CreateOptions, create, list, type ModelName } from './registry.js';
export {
  AnyStage,
  BottleneckTransform,
  RegNet,
  type RegNetBlockOptions,
  type RegNetOptions,
  ResBottleneckBlock,
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
  SimpleStemIN,
} from './regnet.js';
export { BlockParams, type RegNetDesign, type StageParams } from './regnet-params.js';
export {
  BasicBlock,
  Bottleneck,
  type ResidualBlock,
  type ResidualBlockOptions,
  ResNet,
  type ResNetOptions,
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
export {
  IntermediateLayerGetter,
  type SegmentationOptions,
  type SegmentationOutput,
  SimpleSegmentationModel,
} from './segmentation/common.js';
export {
  ASPP,
  ASPPConv,
  ASPPPooling,
  DeepLabHead,
  DeepLabV3,
  deeplabv3MobilenetV3Large,
  deeplabv3Resnet50,
  deeplabv3Resnet101,
} from './segmentation/deeplabv3.js';
export { FCN, FCNHead, fcnResnet50, fcnResnet101 } from './segmentation/fcn.js';
export { LRASPP, type LRASPPFeatures, LRASPPHead, lrasppMobilenetV3Large } from './segmentation/lraspp.js';
export {
  InvertedResidual as ShuffleNetV2InvertedResidual,
  ShuffleNetV2,
  type ShuffleNetV2Options,
  shufflenetV2X0_5,
  shufflenetV2X1_0,
  shufflenetV2X1_5,
  shufflenetV2X2_0,
} from './shufflenet-v2.js';
export { Fire, SqueezeNet, type SqueezeNetOptions, squeezenet1_0, squeezenet1_1 } from './squeezenet.js';
export {
  VGG,
  type VGGOptions,
  vgg11,
  vgg11Bn,
  vgg13,
  vgg13Bn,
  vgg16,
  vgg16Bn,
  vgg19,
  vgg19Bn,
} from './vgg.js';
