/** The networks that are measured, with the sizes of their inputs without the batch. */
export const networks = [
  { name: 'digit_net', input: [1, 28, 28] },
  { name: 'squeezenet1_1', input: [3, 224, 224] },
  { name: 'mobilenet_v2', input: [3, 224, 224] },
  { name: 'mobilenet_v3_small', input: [3, 224, 224] },
  { name: 'efficientnet_b0', input: [3, 224, 224] },
  { name: 'shufflenet_v2_x1_0', input: [3, 224, 224] },
  { name: 'resnet18', input: [3, 224, 224] },
  { name: 'resnet50', input: [3, 224, 224] },
  { name: 'googlenet', input: [3, 224, 224], options: { transformInput: false, auxLogits: true } },
  { name: 'densenet121', input: [3, 224, 224] },
  { name: 'inception_v3', input: [3, 299, 299], options: { transformInput: false } },
  { name: 'convnext_tiny', input: [3, 224, 224] },
  { name: 'vgg16', input: [3, 224, 224] },
];
